"""What a file is good for, told from its header alone."""

import os
from pathlib import Path

import pytest

from desktop.services import model_files
from desktop.services.model_files import Flaw, ModelFileError
from desktop.store.own_models import OwnModel
from tests.fakes import gguf


def flaw_of(path: Path) -> Flaw:
    with pytest.raises(ModelFileError) as caught:
        model_files.read_model(path)
    return caught.value.flaw


def test_the_facts_of_a_model_are_read(tmp_path: Path) -> None:
    model = model_files.read_model(gguf.model(tmp_path / "Tiny-Q4_K_M.gguf"))
    assert model.name == "Tiny-Q4_K_M"
    assert (model.architecture, model.quantisation, model.parameters) == ("llama", "Q4_K_M", "1M")
    assert (model.context_length, model.trained_length) == (4096, 4096)
    assert model.token_bytes == 2 * 2 * 2 * (16 + 16)  # 16 bit, layers, heads, keys and values
    assert model.has_template
    assert not model.takes_tools
    assert model.files[0].path == str(tmp_path / "Tiny-Q4_K_M.gguf")


def test_a_long_context_begins_short(tmp_path: Path) -> None:
    model = model_files.read_model(gguf.model(tmp_path / "a.gguf", llama__context_length=131072))
    assert (model.context_length, model.trained_length) == (8192, 131072)


def test_a_template_with_tools_is_noticed(tmp_path: Path) -> None:
    template = "{% if tools %}{{ tools }}{% endif %}"
    path = gguf.model(tmp_path / "a.gguf", tokenizer__chat_template=template)
    assert model_files.read_model(path).takes_tools
    without = gguf.model(tmp_path / "b.gguf", tokenizer__chat_template="")
    assert not model_files.read_model(without).has_template


def test_layers_of_different_width_are_added_up(tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf", llama__attention__head_count_kv=[1, 3])
    assert model_files.read_model(path).token_bytes == 2 * 4 * 32


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"general__architecture": "clip"}, Flaw.PROJECTOR),
        ({"general__type": "mmproj"}, Flaw.PROJECTOR),
        ({"general__type": "adapter"}, Flaw.NO_MODEL),
        ({"general__type": "imatrix"}, Flaw.NO_MODEL),
        ({"general__architecture": ""}, Flaw.NO_MODEL),
        ({"general__architecture": "nomic-bert"}, Flaw.EMBEDDING),
        ({"tokenizer__ggml__model": ""}, Flaw.NO_MODEL),
        ({"tokenizer__ggml__tokens": ""}, Flaw.NO_MODEL),
        ({"split__count": 3}, Flaw.PART_MISSING),
    ],
    ids=lambda part: str(part) if isinstance(part, Flaw) else next(iter(part)),
)
def test_a_file_of_another_kind_is_told_why(
    tmp_path: Path, changed: dict[str, str | int], flaw: Flaw
) -> None:
    assert flaw_of(gguf.model(tmp_path / "a.gguf", **changed)) is flaw


def test_a_model_is_no_projector_and_the_other_way_round(tmp_path: Path) -> None:
    projector = gguf.projector(tmp_path / "mmproj.gguf")
    model = gguf.model(tmp_path / "model.gguf")
    assert flaw_of(projector) is Flaw.PROJECTOR
    assert model_files.read_projector(projector).size == projector.stat().st_size
    with pytest.raises(ModelFileError) as caught:
        model_files.read_projector(model)
    assert caught.value.flaw is Flaw.NO_PROJECTOR
    assert model_files.seems_projector(projector)
    assert not model_files.seems_projector(model)
    assert not model_files.seems_projector(tmp_path / "none")


def test_a_projector_for_sound_only_is_blind(tmp_path: Path) -> None:
    path = gguf.projector(tmp_path / "a.gguf", clip__has_vision_encoder=False)
    with pytest.raises(ModelFileError) as caught:
        model_files.read_projector(path)
    assert caught.value.flaw is Flaw.BLIND


def parts(folder: Path, count: int = 3) -> list[Path]:
    made = []
    for number in range(count):
        path = folder / f"big-{number + 1:05d}-of-{count:05d}.gguf"
        changed = {"split__count": count, "split__no": number}
        if number:
            gguf.write(path, {k.replace("__", "."): v for k, v in changed.items()}, [gguf.WEIGHT])
        else:
            gguf.model(path, **changed)
        made.append(path)
    return made


def test_a_model_in_several_files_is_one(tmp_path: Path) -> None:
    made = parts(tmp_path)
    for path in made:
        model = model_files.read_model(path)
        assert model.name == "big"
        assert [file.path for file in model.files] == [str(part) for part in made]
        assert model.size == sum(part.stat().st_size for part in made)


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    made = parts(tmp_path)
    made[1].unlink()
    with pytest.raises(ModelFileError, match="big-00002-of-00003") as caught:
        model_files.read_model(made[0])
    assert caught.value.flaw is Flaw.PART_MISSING


def test_parts_of_different_models_do_not_belong_together(tmp_path: Path) -> None:
    made = parts(tmp_path)
    gguf.write(made[1], {"split.count": 2}, [gguf.WEIGHT])
    assert flaw_of(made[0]) is Flaw.PART_MISSING


def test_a_part_that_is_cut_is_noticed(tmp_path: Path) -> None:
    made = parts(tmp_path)
    os.truncate(made[2], made[2].stat().st_size - 1)
    assert flaw_of(made[0]) is Flaw.CUT


def test_a_file_without_the_rights_to_read_it_is_unreadable(tmp_path: Path) -> None:
    assert flaw_of(tmp_path / "none.gguf") is Flaw.UNREADABLE


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.gguf"))
    gguf.model(path)
    assert flaw_of(path) is Flaw.BAD_NAME


def test_what_became_of_a_model_is_noticed(tmp_path: Path) -> None:
    path, projector = tmp_path / "a.gguf", tmp_path / "mmproj.gguf"
    model = model_files.read_model(gguf.model(path))
    assert model_files.changes(model) is None
    with_projector = seeing(model, gguf.projector(projector))
    assert model_files.changes(with_projector) is None
    projector.unlink()
    problem = model_files.changes(with_projector)
    assert problem is not None
    assert problem.flaw is Flaw.UNREADABLE
    gguf.model(path, general__name="Another one")
    problem = model_files.changes(model)
    assert problem is not None
    assert "a.gguf" in problem.detail


def seeing(model: OwnModel, projector: Path) -> OwnModel:
    from dataclasses import replace

    return replace(model, projector=model_files.read_projector(projector))


def test_the_memory_that_a_model_needs_grows_with_its_context(tmp_path: Path) -> None:
    from dataclasses import replace

    model = model_files.read_model(gguf.model(tmp_path / "a.gguf"))
    larger = replace(model, context_length=2 * model.context_length)
    grown = model_files.needed_bytes(larger) - model_files.needed_bytes(model)
    assert grown == model.context_length * model.token_bytes
    fit = model_files.fit(model)
    assert fit.needed == model_files.needed_bytes(model)
    assert not fit.is_tight
    assert model_files.Fit(2, 1, 4).is_tight
    assert not model_files.Fit(2, None, None).is_tight
