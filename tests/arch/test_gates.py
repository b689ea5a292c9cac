"""The gates themselves: what they find, and that their counts are true."""

from pathlib import Path

import check
import notices
import pytest
import translations
from steps import ROOT
from translations import Text


def text(source: str, *forms: str, state: str = "", context: str = "Chat") -> Text:
    return Text(context, source, "", state, len(forms) > 1, forms)


@pytest.mark.parametrize(
    "good",
    [
        text("Send", "发送"),
        text("{count} left", "还剩 {count}"),
        text("{a} of {b}", "{b} 中的 {a}"),
        text("%n message(s)", "One message", "%n messages"),
        text("%n message(s)", "%n 条消息"),
    ],
    ids=lambda entry: entry.source,
)
def test_a_complete_translation_has_no_faults(good: Text) -> None:
    assert translations.faults([good], [good]) == []


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (text("Send", "发送", state="unfinished"), "unfinished"),
        (text("Send", "  "), "empty"),
        (text("Send"), "empty"),
        (text("{count} left", "还剩"), "other placeholders"),
        (text("{count} left", "还剩 {number}"), "other placeholders"),
        (text("Left", "还剩 {count}"), "other placeholders"),
        (text("%n message(s)", "%n message", "messages"), "other placeholders"),
    ],
)
def test_an_incomplete_translation_is_named(bad: Text, fault: str) -> None:
    assert translations.faults([bad], [bad]) == [f"{fault}: Chat: {bad.source!r}"]


def test_what_is_new_in_or_gone_from_the_sources_is_named() -> None:
    file = [text("Old", "旧")]
    sources = [text("New", "", state="unfinished"), text("Old", "旧", state="vanished")]
    assert translations.faults(file, sources) == [
        "new in the sources: Chat: 'New'",
        "gone from the sources: Chat: 'Old'",
    ]


def test_every_way_to_mark_a_text_reaches_the_translators(tmp_path: Path) -> None:
    """With the real lupdate, which by itself would lose half of these."""
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "view.py").write_text(
        "from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate\n"
        'ROWS = [QT_TRANSLATE_NOOP("Table", "A row")]\n'
        "def words(count: int, files: list[str]) -> list[str]:\n"
        '    return [translate("Chat", "Send"), translate("Chat", "%n message(s)", "", count),\n'
        '            translate("Chat", "%n file(s)", n=len(files)),\n'
        '            translate("Chat", "Open", "verb"), translate("Chat", "Open", "adjective"),\n'
        '            translate("Chat", "One \\"long\\" "\n "text – 中文\\n"),\n'
        '            translate("Chat", ROWS[0]), "translate(not, a, call)",\n'
        '            translate("Chat", "{count} left").format(count=count)]\n'
    )
    folder = tmp_path / "resources" / "i18n"
    folder.mkdir(parents=True)
    (folder / "zh_CN.ts").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        '<TS version="2.1" language="zh_CN"></TS>\n'
    )
    assert len(translations.check(tmp_path)) == 8
    assert translations.update(tmp_path, [folder / "zh_CN.ts"])
    entries = translations.read(folder / "zh_CN.ts")
    assert {(entry.source, entry.comment, entry.is_plural) for entry in entries} == {
        ("A row", "", False),
        ("Send", "", False),
        ("%n message(s)", "", True),
        ("%n file(s)", "", True),
        ("Open", "verb", False),
        ("Open", "adjective", False),
        ('One "long" text – 中文\n', "", False),
        ("{count} left", "", False),
    }
    assert all(line.startswith("zh_CN.ts: unfinished") for line in translations.check(tmp_path))


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("(MIT AND BSD-3-Clause)", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only", False),
        ("", False),
        ("whatever the author says", False),
    ],
)
def test_a_licence_is_allowed_or_not(licence: str, verdict: bool) -> None:
    assert notices.is_allowed(licence) is verdict


def test_everything_locked_is_listed_with_its_licence() -> None:
    pins = notices.locked(ROOT / "requirements.lock")
    assert len(pins) > 20
    assert notices.faults() == []


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>'
    )
    assert str(check.read_report(report)) == "3 passed, 3 failed, 3 skipped"
    assert check.read_report(tmp_path / "none.xml") == check.Count()


def test_a_gate_that_fails_is_counted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run_gate("good", ["true"]) == check.Count(passed=1)
    bad = check.run_gate("bad", ["sh", "-c", "echo the reason; exit 3"])
    assert bad == check.Count(failed=1)
    assert "the reason" in capsys.readouterr().out


def test_every_language_of_the_window_has_its_file() -> None:
    from desktop.ui.i18n import LANGUAGES, SOURCE_LANGUAGE

    files = {path.stem for path in (ROOT / "resources" / "i18n").glob("*.ts")}
    assert files | {SOURCE_LANGUAGE} >= set(LANGUAGES)
