"""Reads and uses a window as a screen reader does. Runs in the system's Python, which has AT-SPI.

One command as JSON in the first argument, its result as JSON on standard output:
`{"pid": ..., "do": "tree" | "wait" | "press" | "write", "role": ..., "name": ..., "text": ...}`.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_S = 30.0


def application(pid):
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and child.get_process_id() == pid:
            return child
    return None


def walk(node):
    """Give a node and all below it; what is in a hidden one nobody gets to."""
    node.clear_cache()
    yield node
    if node.get_role_name() != "application" and not is_showing(node):
        return
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child)


def is_showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def spoken(node):
    if "Text" not in node.get_interfaces():
        return ""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def label(node):
    """A combo box says its value where its name would be; its name is that of its label."""
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return relation.get_target(0).get_name()
    return ""


def place(node):
    """Where it is on the screen: left, top, width, height."""
    if "Component" not in node.get_interfaces():
        return [0, 0, 0, 0]
    rect = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
    return [rect.x, rect.y, rect.width, rect.height]


def described(node):
    states = node.get_state_set()
    kinds = Atspi.StateType
    return {
        "role": node.get_role_name(),
        "name": label(node) or node.get_name(),
        "description": node.get_description(),
        "text": spoken(node),
        "is_showing": states.contains(kinds.SHOWING),
        "is_visible": states.contains(kinds.VISIBLE),  # or would be, if it were scrolled to
        "is_selected": states.contains(kinds.SELECTED),
        "is_focused": states.contains(kinds.FOCUSED),
        "is_enabled": states.contains(kinds.ENABLED),
        "place": place(node),
    }


def nodes(pid):
    root = application(pid)
    return list(walk(root)) if root is not None else []


def matches(seen, wanted):
    if not seen["is_visible" if wanted["do"] == "press" else "is_showing"]:
        return False
    if wanted.get("role") and seen["role"] != wanted["role"]:
        return False
    return wanted.get("name", "") in seen["name"] and wanted.get("text", "") in (
        seen["text"] or seen["name"]
    )


def found(wanted):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            matching = []
            for node in nodes(wanted["pid"]):
                seen = described(node)
                if matches(seen, wanted):
                    matching.append((node, seen))
                    if wanted.get("text") or seen["name"] == wanted.get("name"):
                        return matching[-1]
            if matching:  # what has exactly that name went before what has more
                return matching[0]
        except GLib.Error:  # it changed while it was read
            continue
        time.sleep(0.05)
    seen = [f"{one['role']}: {one['name']}" for one in tree(wanted["pid"]) if one["is_showing"]]
    raise SystemExit(f"nothing like {wanted} among\n" + "\n".join(seen))


def tree(pid):
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return [described(node) for node in nodes(pid)]
        except GLib.Error:  # it changed while it was read
            if time.monotonic() > end:
                raise


def press(wanted):
    node, seen = found(wanted)
    count = Atspi.Action.get_n_actions(node)
    names = [Atspi.Action.get_action_name(node, index) for index in range(count)]
    wanted_action = next(name for name in ("Press", "Toggle", "Check") if name in names)
    Atspi.Action.do_action(node, names.index(wanted_action))
    return seen


def write(wanted):
    node, seen = found({**wanted, "text": ""})
    Atspi.EditableText.set_text_contents(node, wanted["text"])
    return seen


def main():
    wanted = json.loads(sys.argv[1])
    doing = {
        "tree": lambda: tree(wanted["pid"]),
        "wait": lambda: found(wanted)[1],
        "press": lambda: press(wanted),
        "write": lambda: write(wanted),
    }
    print(json.dumps(doing[wanted["do"]]()))


main()
