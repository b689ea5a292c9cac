"""Before the built-in model gets a text in a language it does not know: says so in that language."""

from __future__ import annotations

from collections.abc import Callable

from desktop.features.chat.pane import ConversationPane
from desktop.ui.i18n import translate
from desktop.ui.notices import Banner
from desktop.ui.reading_order import follow_layouts

_WORDS: dict[str, tuple[str, str, str, str]] = {
    "zh": (
        "内置模型只懂英文。",
        "它会答非所问。请连接一个懂中文的模型，或仍然发送。",
        "连接模型",
        "仍然发送",
    ),
    "ja": (
        "内蔵モデルは英語しか理解できません。",
        "日本語のわかるモデルに接続するか、このまま送信してください。",
        "モデルに接続",
        "このまま送信",
    ),
    "ko": (
        "내장 모델은 영어만 이해합니다.",
        "한국어를 아는 모델에 연결하거나 그대로 보내세요.",
        "모델 연결",
        "그대로 보내기",
    ),
    "ru": (
        "Встроенная модель знает только английский.",
        "Подключите модель, которая знает русский, или отправьте как есть.",
        "Подключить модель",
        "Отправить так",
    ),
    "de": (
        "Das eingebaute Modell kann nur Englisch.",
        "Verbinden Sie ein Modell, das Deutsch kann, oder senden Sie trotzdem.",
        "Modell verbinden",
        "Trotzdem senden",
    ),
    "fr": (
        "Le modèle intégré ne connaît que l’anglais.",
        "Connectez un modèle qui parle français, ou envoyez quand même.",
        "Connecter un modèle",
        "Envoyer quand même",
    ),
    "es": (
        "El modelo integrado solo sabe inglés.",
        "Conecte un modelo que sepa español, o envíe de todos modos.",
        "Conectar un modelo",
        "Enviar de todos modos",
    ),
}
"""Said in the language of the message, whatever the interface's is: title, hint, two buttons."""


class LanguageGate(Banner):
    """Asks once for this message: connect another model, or send anyway."""

    def __init__(self, pane: ConversationPane, on_connect: Callable[[], None]) -> None:
        super().__init__(pane.look, "amber", "languages", is_card=True)
        self._on_send: Callable[[], None] = _nothing
        self._connect = self.add_button(str, on_connect)
        self._send = self.add_button(str, self._on_anyway)
        self.closed.connect(self.hide)
        self.hide()
        pane.insert_above_composer(self)
        follow_layouts(pane)

    def ask(self, language: str, on_send: Callable[[], None]) -> None:
        """Show the question in `language`; `on_send` runs when the person sends anyway."""
        self._on_send = on_send
        title, hint, connect, send = _WORDS.get(language) or (
            translate("Chat", "The built-in model knows English only."),
            translate("Chat", "Connect a model that knows this language, or send anyway."),
            translate("Chat", "Connect a model"),
            translate("Chat", "Send anyway"),
        )
        self.say(lambda: title, lambda: hint)
        self._connect.say(lambda: connect)
        self._send.say(lambda: send)
        self.show()
        self._send.setFocus()

    def _on_anyway(self) -> None:
        self.hide()
        on_send, self._on_send = self._on_send, _nothing
        on_send()


def _nothing() -> None:
    """Do nothing: there is no message to send."""
