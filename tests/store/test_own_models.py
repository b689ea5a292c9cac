"""The list of added models: kept whole, and never destroyed by what cannot be understood."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.store import tables
from desktop.store.own_models import ModelFile, OwnModel, OwnModelsFile

MODEL = OwnModel(
    id="qwen-4b",
    name="Qwen 千问",
    files=(ModelFile("/models/a b.gguf", 5, 1_700_000_000_123_456_789),),
    context_length=8192,
    trained_length=32768,
    projector=ModelFile("/models/mmproj.gguf", 3, 7),
    architecture="qwen3",
    quantisation="Q4_K_M",
    parameters="4B",
    token_bytes=147_456,
    takes_tools=True,
    added="2026-11-23",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "engine-models.toml"


def test_what_was_written_is_read(path: Path) -> None:
    other = replace(MODEL, id="b", projector=None, takes_tools=False)
    OwnModelsFile(path).write([MODEL, other])
    assert OwnModelsFile(path).read() == (MODEL, other)
    assert MODEL.size == 8


def test_without_a_file_there_are_none(path: Path) -> None:
    assert OwnModelsFile(path).read() == ()


def test_a_projector_that_was_taken_away_is_gone(path: Path) -> None:
    file = OwnModelsFile(path)
    file.write([MODEL])
    file.write([replace(MODEL, projector=None)])
    assert file.read()[0].projector is None


def test_what_a_newer_version_wrote_stays(path: Path) -> None:
    file = OwnModelsFile(path)
    file.write([MODEL])
    table = tables.read(path)
    table["new"] = 1
    table["models"]["qwen-4b"]["temperature"] = 0.7
    table["models"]["strange"] = {"kind": "of the future"}
    tables.write(path, table)
    file.write([replace(MODEL, name="Other")])
    kept = tables.read(path)
    assert kept["new"] == 1
    assert kept["models"]["qwen-4b"]["temperature"] == 0.7
    assert kept["models"]["qwen-4b"]["name"] == "Other"
    assert kept["models"]["strange"] == {"kind": "of the future"}


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"name": "a", "files": [], "context_length": 1},
        {"name": "a", "files": [{"path": "a"}], "context_length": 1},
        {"name": "a", "files": [{"path": "a", "size": 1, "mtime_ns": 1}], "context_length": 0},
        {"name": "a", "files": "a", "context_length": 1},
        5,
    ],
    ids=["empty", "no files", "half a file", "no context", "text", "number"],
)
def test_an_entry_that_makes_no_sense_is_left_out_with_a_warning(
    path: Path, entry: object, expect_log
) -> None:
    expect_log("engine-models.bad_entry: broken")
    OwnModelsFile(path).write([MODEL])
    table = tables.read(path)
    table["models"]["broken"] = entry
    tables.write(path, table)
    assert OwnModelsFile(path).read() == (MODEL,)


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        OwnModelsFile(tmp_path / "file" / "engine-models.toml").write([MODEL])
    assert caught.value.code is Code.READ_ONLY
