"""What counts as another language than English, by tables of real messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.language import UNKNOWN, detect, is_mainly_english, main_script

ENGLISH = [
    "What is the capital of France?",
    "hello",
    "Hi!",
    "ok",
    "Thanks a lot",
    "Explain photosynthesis in simple words.",
    "write a poem",
    "Plan a trip to Los Angeles, San José and El Paso.",
    "We had a rendezvous at the café; c'est la vie, he said.",
    'What does "Schadenfreude" mean?',
    "What does 你好 mean?",
    'What does "你好，很高兴认识你" mean?',
    "Translate 'Guten Morgen, wie geht es dir?' to English.",
    "Translate “Je ne sais pas où est la gare” into English, please.",
    "Who was Søren Kierkegaard? And Đặng Thái Sơn?",
    "Tell me about Müller, Françoise and Dvořák",
    "Why is my résumé naïve?",
    "Die Hard or No Country for Old Men?",
    "Is Das Boot a good film?",
    "The word der is a German article and so is das.",
    "lol",
    "no",
    "in on at",
    "Summarize: Tokyo (東京) is the capital of Japan.",
    "😀 nice one 👍",
    "Rewrite this email so that it sounds polite: send me the report.",
    "SELECT",
]

NEUTRAL = [
    "",
    "   \n",
    "12345",
    "3.14 * 2 = ?",
    "2 + 2",
    "😀👍🎉",
    "https://example.com/ü/über/и",
    "max@müller.de",
    "???",
    "José Muñoz",
    "Zoë Müller, Åsa Öberg, Łukasz Żak",
    "asdf qwer",
    "BMW",
]

CODE = [
    "for i in range(10):\n    print(i)",
    "def total(items):\n    # 计算总和\n    return sum(items)",
    "x = 1  # Это комментарий\ny = x + 2  # и это тоже\nprint(x, y)",
    "int main() {\n  // Hier wird das Programm mit einer Meldung beendet und ist fertig\n  return 0;\n}",
    'const de = { la: "el", le: "les" };\nlet un = de.la;',
    "```python\nпечать = 'привет мир, как дела'\n```",
    "SELECT de, la, el FROM les WHERE un = 1;",
    "git commit -m 'fix'",
    "Fix this: ```\nprint('你好世界，这是一个测试程序')\n```",
]

FOREIGN = [
    ("法国的首都是哪里？", "zh"),
    ("你好", "zh"),
    ("Hi 你好，今天天气怎么样", "zh"),
    ("你能帮我 write a polite email 给我的老师吗？", "zh"),
    ("请解释这段代码：\n```python\nfor i in range(10):\n    print(i)\n```", "zh"),
    ("请解释：for i in range(10): print(i)", "zh"),
    ("用 Python 写一个排序函数", "zh"),
    ("法國的首都是哪裡？", "zh"),
    ("フランスの首都はどこですか？", "ja"),
    ("東京の人口は？", "ja"),
    ("こんにちは", "ja"),
    ("프랑스의 수도는 어디입니까?", "ko"),
    ("Какая столица Франции?", "ru"),
    ("Привет", "ru"),
    ("Яка столиця Франції?", "uk"),
    ("ما هي عاصمة فرنسا؟", "ar"),
    ("پایتخت فرانسه چیست؟", "fa"),
    ("מהי בירת צרפת?", "he"),
    ("Ποια είναι η πρωτεύουσα της Γαλλίας;", "el"),
    ("फ्रांस की राजधानी क्या है?", "hi"),
    ("เมืองหลวงของฝรั่งเศสคืออะไร", "th"),
    ("Wie heißt die Hauptstadt von Frankreich?", "de"),
    ("Hallo", "de"),
    ("Guten Tag!", "de"),
    ("Schreib mir bitte eine kurze E-Mail an meinen Chef.", "de"),
    ("Was ist die Hauptstadt von Frankreich und wie groß ist sie?", "de"),
    ("Quelle est la capitale de la France ?", "fr"),
    ("Bonjour", "fr"),
    ("Qu’est-ce que la photosynthèse ?", "fr"),
    ("Écris un poème sur la mer.", "fr"),
    ("¿Cuál es la capital de Francia?", "es"),
    ("Hola, ¿cómo estás?", "es"),
    ("Escribe un correo corto para mi jefe, por favor.", "es"),
    ("Qual é a capital da França?", "pt"),
    ("Qual è la capitale della Francia?", "it"),
    ("Wat is de hoofdstad van Frankrijk?", "nl"),
    ("Jaka jest stolica Francji?", "pl"),
    ("Vad är Frankrikes huvudstad och var ligger den?", "sv"),
    ("Fransa'nın başkenti neresidir ve nasıl bir yer?", "tr"),
    ("Thủ đô của nước Pháp là gì?", "vi"),
    ("Apa ibu kota dari negara Prancis?", "id"),
    ("Jaké je hlavní město Francie a kde je?", "cs"),
    ("Mikä on Ranskan pääkaupunki ja missä se on?", "fi"),
    ("Care este capitala Franței și unde este?", "ro"),
    ("Hver er höfuðborg Frakklands þessa stundina með öðru?", UNKNOWN),
    ("ផ្ទះរបស់ខ្ញុំ", UNKNOWN),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_foreign_words_names_and_quotes_passes(text):
    assert detect(text) == ""


@pytest.mark.parametrize("text", NEUTRAL)
def test_what_is_in_no_language_passes(text):
    assert is_mainly_english(text)


@pytest.mark.parametrize("text", CODE)
def test_code_passes_whatever_its_comments_and_strings_say(text):
    assert detect(text) == ""


@pytest.mark.parametrize(("text", "language"), FOREIGN)
def test_other_languages_are_named(text, language):
    assert detect(text) == language
    assert not is_mainly_english(text)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", ""),
        ("123 !?", ""),
        ("hello", "latin"),
        ("你好", "han"),
        ("привет", "cyrillic"),
        ("hello 你", "latin"),
        ("hi 你好吗", "han"),
        ("カタカナ", "kana"),
    ],
)
def test_the_script_with_most_words_is_the_main_one(text, script):
    assert main_script(text) == script


@given(st.text())
def test_no_text_makes_it_fail(text):
    assert isinstance(detect(text), str)


def test_a_very_long_text_is_answered_soon():
    assert detect("这是一个很长的句子。" * 20_000) == "zh"
    assert detect("It is a long sentence, and it has no end. " * 5_000) == ""
