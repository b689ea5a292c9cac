"""Guesses whether a message is in English: the built-in model knows nothing else.

A guess by letters and by common words, good for the question "is this mainly another language?".
It rather says nothing than cries wolf: code, numbers, names, a quoted foreign sentence and English
with a few foreign words pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

UNKNOWN = "und"
"""BCP 47's word for a language that nobody could name."""

_LETTERS_PER_WORD = {"han": 1.5, "kana": 2.5, "hangul": 2.5, "thai": 4.0}
"""So that a Chinese sentence weighs as much as an English one; 5 in every other script."""

_SCRIPT_LANGUAGES = {
    "han": "zh", "kana": "ja", "hangul": "ko", "cyrillic": "ru", "arabic": "ar", "hebrew": "he",
    "greek": "el", "devanagari": "hi", "thai": "th", "bengali": "bn", "tamil": "ta",
    "armenian": "hy", "georgian": "ka",
}  # fmt: skip

_OWN_LETTERS = (("uk", set("іїєґІЇЄҐ")), ("fa", set("پچژگ")))

_ENGLISH = """
a about after again all also am an and any are as at be because been before best between but by can
can't could did difference do does doesn't don't example explain find fix for from get give had has
have he hello help her here hey hi him his how i i'm if in into is it it's its just know let like
list make me mean means more most my name need no not of on one only or other our out please
rewrite say sentence she short should simple so some sorry story summarize summary tell than thank
thanks that that's the their them then there these they things think this those time tips to
today translate two up us use want was we well were what what's when where which who why will
with word words would write yes you your
"""

_OTHERS = {
    "de": """aber alle als auch auf aus bei bin bist bitte bitten da danke dann das dass dem den der des
        deutsch dich dir du ein eine einem einen einer er es fur für gibt guten habe haben hallo geht geht's heißt
        ich ihr im ist ja kann kannst können könnten mein meine mich mir mit moin morgen nach nicht noch nur
        oder schreib schreibe sehr servus sich sie sind tag über um und uns vielen von warum was wenn wer wie wir wird wo
        zu zum zur""",
    "fr": """au aux avec bonjour ça c'est ce cette comment dans de des du elle en est et être fait il ils
        j'ai je la le les leur lui ma mais merci moi mon ne nous où par pas peux plus pour pourquoi
        quand que quel quelle qu'est qui salut sans se ses s'il son sont suis sur ta te toi tu un une va vous
        votre y écris explique""",
    "es": """al algo buenas buenos como cómo con cuál cuando cuándo cuánto de del días donde dónde el
        ella en entre eres es esta está estás este estoy explica favor gracias ha hay hola la las lo los
        más me mi muy nos para pero por porque puedes que qué quiero se ser si sin sobre soy su sus
        también te tengo tiene todo tu un una y ya yo escribe""",
    "pt": """ao as bom como com da das de dia do dos e ela ele em eu foi isso mais mas me meu minha
        muito na não no nos o obrigado obrigada olá onde os ou para pela pelo por porque pode quais qual
        quando que quem se sem ser seu sua são também te tem tenho um uma você é escreva""",
    "it": """al alla anche buongiorno che chi ci ciao come con cosa cos'è da dei del della delle di dove
        e è fare gli grazie ha hai ho il in io la le lo ma mi mia mio molto nel nella non per perché più
        puoi quale quando quanto questo sei si sono su suo ti tu un una uno scrivi spiega""",
    "nl": """aan als bij dan dat de deze die dit een en er goed goedemorgen haar heb heeft hem het hij
        hoe hoi ik is jij je kan kun maar met mijn naar niet nog of om ook op over te uit van veel voor
        waar waarom wat we wel wie wij worden zijn zij zo""",
    "pl": """ale bardzo być co czy cześć dla dzień dziękuję do dobry gdzie i ja jak jaka jaki jest
        jestem jeśli już mam mi mnie może na nie o od po proszę się są ta tak to tym w z za że""",
    "sv": """att av den det du eller en ett för från god hade han har hej hon hur hur är i inte jag kan
        man med men mig mitt måste när och om på som tack till var vad varför vi är""",
    "da": """af at de den der det dig du eller en er et for fra god har hej hun hvad hvor hvorfor hvordan
        i ikke jeg kan med men mig min og om på som tak til var vi""",
    "tr": """acaba ama bana ben beni bir bu çok da daha de değil en gibi için ile iyi kim mi mı merhaba
        nasıl nasılsın ne neden nedir nerede o olan olarak sen teşekkürler var ve veya ya yok yaz""",
    "vi": """anh bạn các cái cảm chào cho có của cũng đã đang để điều được gì giúp hãy hay khi không là
        làm lại mà mình một năm nào này những ơn ở rất sẽ tại tôi trong từ và về với xin""",
    "id": """ada adalah aku anda apa bagaimana bisa dalam dan dari dengan di halo ini itu kami kamu
        karena ke kita mengapa mereka pada saya sebuah selamat terima kasih tidak tolong untuk yang""",
    "cs": """ahoj ale byl být co dobrý děkuji do jak jako je jsem jsi kde když která který má mi může na
        ne o od po pro proč prosím s se si tak to v ve z za že""",
    "fi": """ei en että hei he hyvää ja jos joka kiitos kuin kun me mikä minä mitä miten missä mutta nyt
        ole olen on ovat se sinä tai tämä voi voit""",
    "ro": """acest am are bună ca care ce cu cum de din este eu în la mai mi mulțumesc nu o pe pentru
        salut sau se si să sunt și un unde""",
}  # fmt: skip

_MARKED = """
bonjour merci salut hallo moin servus vielen danke bitte guten hola gracias buenos buenas ciao grazie buongiorno olá
obrigado obrigada hej tack tak hoi goedemorgen cześć dziękuję merhaba ahoj kiitos halo chào mulțumesc
"""
"""Greetings and thanks: one is enough, for there may be nothing else."""

_LOOKED_AT = 4000
"""Characters from the beginning; a message does not change its language later on."""

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_NOT_PROSE = re.compile(
    r"`[^`\n]*`|https?://\S+|\S+@\S+\.\S+|[!-~]*[_\\{}\[\]<>;=$|][!-~]*|[!-~]*\w[(.]\w[!-~]*"
)
_CODE_LINE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from \S+ import|function|const|let|var|return|#include|"
    r"public|private|SELECT|INSERT|for \(|if \(|while \()\b|\w\(.*\)\s*:?\s*$|^\s*\w+\s*=\s"
)
_COMMENT = re.compile(r"\s*(?://|#|--|/?\*)|.*?\S\s+(?://|#)")
_QUOTE = re.compile(r"\"[^\"\n]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|「[^」]+」|(?<!\w)'[^'\n]+'(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def detect(text: str) -> str:
    """Give the language (BCP 47) of a message that is mainly not in English.

    Returns:
        E.g. "zh", "ru", "de"; `UNKNOWN` for a language without a name here; empty for English and
        for everything about which nothing can be said.
    """
    prose = _prose(text)
    around = _QUOTE.sub(" ", prose)
    if around != prose and main_script(around) == "latin" and _english(around) >= 2:
        prose = around  # an English question about foreign words
    script = main_script(prose)
    if script == "latin":
        return _latin(prose)
    return _by_letters(prose, script) if script else ""


def is_mainly_english(text: str) -> bool:
    """Tell whether nothing speaks against sending `text` to a model that knows English only."""
    return not detect(text)


def main_script(text: str) -> str:
    """Give the script in which most of `text` is written, e.g. "latin", "han"; empty: no letters."""
    weights: Counter[str] = Counter()
    for letter in text:
        script = _script(letter)
        if script:
            weights[script] += 1
    words = {name: count / _LETTERS_PER_WORD.get(name, 5.0) for name, count in weights.items()}
    return max(words, key=lambda name: words[name]) if words else ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "")
    for prefix, script in (("CJK", "han"), ("HIRAGANA", "kana"), ("KATAKANA", "kana")):
        if name.startswith(prefix):
            return script
    return name.partition(" ")[0].lower()


def _prose(text: str) -> str:
    """Give `text` without code, addresses and, beside code, comments."""
    text = _FENCED.sub("\n", text[:_LOOKED_AT])
    lines = text.splitlines()
    code = [bool(_CODE_LINE.search(line)) and not _starts_foreign(line) for line in lines]
    if any(code):
        lines = [
            line
            for line, is_code in zip(lines, code, strict=True)
            if not is_code and not _COMMENT.match(line)
        ]
    return _NOT_PROSE.sub(" ", "\n".join(lines))


def _starts_foreign(line: str) -> bool:
    first = line.lstrip()[:1]
    return _script(first) not in {"", "latin"} if first else False


def _by_letters(text: str, script: str) -> str:
    letters = set(text)
    for language, own in _OWN_LETTERS:
        if letters & own:
            return language
    if script == "han" and any(_script(letter) == "kana" for letter in letters):
        return "ja"
    return _SCRIPT_LANGUAGES.get(script, UNKNOWN)


def _latin(text: str) -> str:
    """Give the language of a text in Latin letters by its common words."""
    words = set(_plain_words(text))
    english = _english(text)
    scores = {name: len(known & words) for name, known in _known().items()}
    best = max(scores, key=lambda name: scores[name])
    greets = any(word in _marked() for word in words) and not english and len(words) <= 6
    if scores[best] > english and (scores[best] >= 2 or greets):
        return best
    strange = sum(not word.isascii() for word in words)
    return UNKNOWN if not english and len(words) >= 3 and strange * 3 >= len(words) else ""


def _plain_words(text: str) -> list[str]:
    """Give the words in small letters; capitals inside a sentence are names and do not count."""
    words = []
    begins = True
    for found in _WORD.finditer(text):
        word = found[0]
        if begins or word[0].islower():
            words.append(word.lower().replace("’", "'"))
        begins = text[found.end() : found.end() + 1] in {".", "!", "?", "\n", ":"}
    return words


def _english(text: str) -> int:
    return len(_english_words().intersection(_plain_words(text)))


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    return frozenset(_ENGLISH.split())


@lru_cache(maxsize=1)
def _marked() -> frozenset[str]:
    return frozenset(_MARKED.split())


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    """Give the telling words of each language: no English ones, no single plain letters."""
    return {
        name: frozenset(word for word in words.split() if len(word) > 1 or not word.isascii())
        - _english_words()
        for name, words in _OTHERS.items()
    }
