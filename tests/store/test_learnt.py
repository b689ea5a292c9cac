"""What servers have taught us survives the end of the program, whatever somebody wrote into the file."""

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.core.capabilities import Capability, Fact, Learnt, Support
from desktop.store.learnt import LearntFile

KNOWN = {
    "office": Learnt(
        {Capability.RESPONSES: Fact(Support.NO, "2026-11-23"), Capability.CHAT: Fact(Support.YES)},
        {"m.1/x": frozenset({"store", "top_p"})},
    )
}


def file_in(folder: Path) -> LearntFile:
    return LearntFile(folder / "learnt.toml")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    assert file.read() == {}
    file.write(KNOWN)
    assert file_in(tmp_path).read() == KNOWN


def test_a_file_that_was_not_read_is_not_written_over(tmp_path: Path) -> None:
    before = file_in(tmp_path)
    before.read()
    before.write(KNOWN)
    file_in(tmp_path).write({})
    assert file_in(tmp_path).read() == KNOWN


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.read()
    file.write({"office": Learnt()})
    assert list(tmp_path.iterdir()) == []
    file.write(KNOWN)
    (tmp_path / "learnt.toml").unlink()
    file.write(KNOWN)
    assert list(tmp_path.iterdir()) == []


def test_words_of_a_newer_version_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "learnt.toml").write_text(
        '[a.facts.telepathy]\nsupport = "yes"\n[a.facts.chat]\nsupport = "maybe"\n'
        '[a.facts.images]\nsupport = "no"\non = 5\n[a.refused]\nm = ["store", 3]\nn = 4\n'
    )
    facts = {Capability.IMAGES: Fact(Support.NO)}
    assert file_in(tmp_path).read() == {"a": Learnt(facts, {"m": frozenset({"store"})})}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"no toml at all")
@given(st.binary(max_size=300))
def test_no_content_breaks_it(tmp_path_factory, expect_log, content: bytes) -> None:
    expect_log("learnt.toml cannot be read")
    folder = tmp_path_factory.mktemp("learnt")
    (folder / "learnt.toml").write_bytes(content)
    assert isinstance(file_in(folder).read(), dict)
