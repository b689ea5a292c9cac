"""Text and code of any encoding are read; what is no text is refused."""

import codecs
import contextlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.media.text import MAX_BYTES, decode, encode, refuse_binary

CHINESE = (
    "你好，世界。这是一个用来测试编码检测的中文文本文件，里面有一些常见的句子。\n北京、上海。\n"
)
TRADITIONAL = "這是一個用來測試編碼偵測的繁體中文檔案，裡面有一些常見的句子。\n台北、高雄、台中。\n"
JAPANESE = (
    "これは文字コードの判定を試すための日本語のテキストです。カタカナと漢字も入っています。\n"
)
KOREAN = "이것은 인코딩 감지를 시험하기 위한 한국어 텍스트 파일입니다.\n둘째 줄.\n"
GERMAN = "Die Größe der Straße übersteigt für Fußgänger das Übliche. Ärger über Öl.\n"
FRENCH = "L’élève a été très étonné : « où êtes-vous allés cet été ? » Ça coûte 5 €, 3 m³.\n"
RUSSIAN = "Это проверка определения кодировки русского текста. Вторая строка здесь.\n"
POLISH = "Zażółć gęślą jaźń. Święta są już blisko, a śnieg wciąż pada na łąkę.\n"
CODE = "def mean(x):\n    # 计算平均值\n    return sum(x) / len(x)  # 返回结果\n"

every_sample = pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (CHINESE, "utf-32"),
        (CHINESE, "gb18030"),
        ("中文测试", "gb18030"),
        (CODE, "gb18030"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (GERMAN, "latin-1"),
        (GERMAN, "utf-16-le"),
        ("Größe", "cp1252"),
        ("naïve café", "latin-1"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        ("Příliš žluťoučký kůň", "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("", "utf-8"),
        ("\x1b[31mred\x1b[0m\f\n", "ascii"),
    ],
    ids=lambda value: value[:8],
)


@every_sample
def test_a_text_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"), [(CHINESE, "gb18030"), (GERMAN, "cp1252"), (JAPANESE, "cp932")]
)
def test_a_long_text_is_judged_by_its_beginning(text: str, encoding: str) -> None:
    long = text * (200_000 // len(text))
    assert decode(long.encode(encoding)) == long


def test_ends_of_lines_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"
    assert decode("a\r\nb".encode("utf-16")) == "a\nb"


@pytest.mark.parametrize(
    "content",
    [b"\x7fELF\x02\x01\x01" + bytes(60), b"\x00\x01\x02\x03" * 9, bytes(100), b"MZ\x90\x00\x03"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(AppError) as caught:
        decode(content)
    assert caught.value.code is Code.FILE_KIND
    with pytest.raises(AppError):
        refuse_binary(content)


def test_noise_is_hardly_ever_taken_for_text() -> None:
    def is_text(content: bytes) -> bool:
        try:
            decode(content)
        except AppError:
            return False
        return True

    assert sum(is_text(os.urandom(600)) for _ in range(50)) <= 1


def test_a_text_over_the_limit_is_refused_and_the_limit_said() -> None:
    with pytest.raises(AppError) as caught:
        decode(b"x" * (MAX_BYTES + 1))
    assert caught.value.code is Code.FILE_TOO_LARGE
    assert "8 MB" in caught.value.detail


def test_the_beginning_of_a_text_may_end_inside_a_character() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        refuse_binary(CHINESE.encode(encoding)[:31])
    refuse_binary(codecs.BOM_UTF32_LE + b"a\x00\x00\x00")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_code(content: bytes) -> None:
    with contextlib.suppress(AppError):
        assert "\r" not in decode(content)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_is_never_read_as_anything_else(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@given(st.text(max_size=500))
def test_what_was_pasted_is_always_taken(text: str) -> None:
    taken = decode(encode(text))
    printed = "".join(one for one in text if one >= " " or one in "\t\n\v\f\r\x1b")
    wanted = printed.replace("\x7f", "").replace("\r\n", "\n").replace("\r", "\n")
    assert taken.removeprefix("\ufeff") == wanted.removeprefix("\ufeff")
