"""The model picker: what it shows and what its menu offers."""

import pytest
from PySide6.QtWidgets import QMenu

from desktop.ui.look import Look
from desktop.ui.picker import Choice, Picker

BUILT_IN = Choice("builtin", "smollm2", "SmolLM2", "Built-in")
CHOICES = (
    BUILT_IN,
    Choice("work", "gpt-a", "gpt-a", "Work"),
    Choice("work", "gpt-b", "gpt-b", "Work"),
)


@pytest.fixture
def picker(look: Look, qtbot) -> Picker:
    made = Picker(look)
    qtbot.addWidget(made)
    made.show()
    return made


def menu_of(picker: Picker) -> QMenu:
    picker.click()
    (menu,) = picker.findChildren(QMenu)
    return menu


def test_it_names_the_model_and_asks_for_one_where_there_is_none(picker: Picker, look) -> None:
    assert picker.text() == "Choose a model"
    picker.show_choice(BUILT_IN)
    assert picker.text() == "SmolLM2 · Built-in"
    assert picker.accessibleName() == "Model: SmolLM2 · Built-in"
    look.use("light", "zh_CN")
    assert picker.accessibleName() == "模型：SmolLM2 · Built-in"
    picker.show_choice(None)
    assert picker.text() == "选择模型"


def test_a_long_name_is_shortened_and_whole_in_the_tooltip(picker: Picker) -> None:
    name = "very-long-model-name-" * 10
    picker.show_choice(Choice("work", name, name, "Work"))
    assert len(picker.text()) < len(name)
    assert name in picker.toolTip()
    assert picker.sizeHint().width() <= 320


def test_the_menu_has_the_models_under_their_connections(picker: Picker) -> None:
    picker.offer(CHOICES)
    picker.show_choice(CHOICES[1])
    opened: list[None] = []
    picker.opening.connect(lambda: opened.append(None))
    menu = menu_of(picker)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Built-in", "SmolLM2", "Work", "gpt-a", "gpt-b", "Connect a server…"]
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["gpt-a"]
    assert len(opened) == 1
    menu.close()


def test_choosing_tells_which(picker: Picker) -> None:
    picker.offer(CHOICES)
    chosen: list[Choice] = []
    picker.chosen.connect(chosen.append)
    menu = menu_of(picker)
    next(action for action in menu.actions() if action.text() == "gpt-b").trigger()
    assert chosen == [CHOICES[2]]
    menu.close()


def test_a_server_that_could_not_be_asked_is_named(picker: Picker) -> None:
    picker.offer((), "Work cannot be reached.")
    wanted: list[None] = []
    picker.connect_wanted.connect(lambda: wanted.append(None))
    menu = menu_of(picker)
    note = next(action for action in menu.actions() if action.text().startswith("Work"))
    assert not note.isEnabled()
    menu.actions()[-1].trigger()
    assert len(wanted) == 1
    menu.close()


def test_the_menu_is_made_anew_each_time_and_kept_up_to_date_while_open(picker: Picker) -> None:
    picker.offer(CHOICES)
    menu_of(picker).close()
    menu = menu_of(picker)
    assert [a.text() for a in menu.actions()].count("gpt-a") == 1
    picker.offer(CHOICES[:1])
    assert "gpt-a" not in [a.text() for a in menu.actions()]
    menu.close()
