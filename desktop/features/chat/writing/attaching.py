"""What is attached to the question that is being written: preparing it, its chips, taking it out.

Made with the first thing; preparing runs in the conversation's scope, so that it goes on when
another conversation is opened: what is ready then comes to the draft of its own.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from desktop.core.attachment import Takes, problems
from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope
from desktop.core.types import Part, PartType
from desktop.features.chat.temporary import is_temporary
from desktop.features.chat.writing.attached import Attached, Source, face_of, face_of_group
from desktop.features.chat.writing.taking_in import folders_among, part_of
from desktop.services.context import Services
from desktop.ui.composer import Composer
from desktop.ui.composer.chip import THUMB_PX, ChipFace, ChipState
from desktop.ui.composer.chips import Chips
from desktop.ui.composer.offered import Offered
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_AT_ONCE = 2  # things that are prepared at the same time; each holds a worker thread


class Attaching(QObject):
    """The things attached to what is written, in their order.

    Signals: `changed()` when they are others, or one has become ready; `shown()` when those of
    another text are there; `settled()` when nothing is being prepared any more;
    `folder_offered(path)` when a folder is to be looked at first; `taken_out(name)` when the person
    took one out; `strayed(owner, part)` when something is ready whose conversation is no longer on
    show.
    """

    changed = Signal()
    shown = Signal()
    settled = Signal()
    folder_offered = Signal(object)
    taken_out = Signal(str)
    strayed = Signal(object, object)

    def __init__(
        self, services: Services, look: Look, composer: Composer, scope: TaskScope
    ) -> None:
        super().__init__(composer)
        self._services, self._composer = services, composer
        self._scope = scope
        self._owner: int | None = None
        self._things: list[Attached] = []
        self._taken: list[tuple[int, list[Attached]]] = []
        self._unfolded: set[str] = set()
        self._takes = Takes()
        self._keys = itertools.count(1)
        self._room = asyncio.Semaphore(_AT_ONCE)
        self.chips = Chips(look)
        composer.put_above_text(self.chips)
        self.chips.removed.connect(self.take_out)
        self.chips.undo_wanted.connect(self.undo)
        self.chips.left.connect(composer.setFocus)
        look.changed.connect(self._draw)

    # what there is
    @property
    def parts(self) -> tuple[Part, ...]:
        """What is ready to be sent, in order."""
        return tuple(thing.part for thing in self._things if thing.part is not None)

    @property
    def is_preparing(self) -> bool:
        """Tell whether something is on its way."""
        return any(thing.state is ChipState.PREPARING for thing in self._things)

    @property
    def has_failed(self) -> bool:
        """Tell whether there is something that cannot be attached."""
        return any(thing.error for thing in self._things)

    @property
    def count(self) -> int:
        """How many things there are, in whatever state."""
        return len(self._things)

    def thing(self, key: int) -> Attached | None:
        """Give the thing, or the first one of the folder, whose chip has this key."""
        return next((thing for thing in self._things if thing.key == key), None)

    def group_of(self, key: int) -> list[Attached]:
        """Give all things that the chip `key` stands for."""
        thing = self.thing(key)
        if thing is None:
            return []
        if not thing.group or thing.group in self._unfolded:
            return [thing]
        return [other for other in self._things if other.group == thing.group]

    # what comes and goes
    def show(self, owner: int | None, parts: Sequence[Part]) -> None:
        """Show what belongs to another text: a draft, an earlier question, or nothing."""
        if owner == self._owner and tuple(parts) == self.parts and len(parts) == self.count:
            return
        self._owner = owner
        self._things = [Attached(next(self._keys), part.name, part=part) for part in parts]
        self._taken.clear()
        self._draw()
        for thing in self._things:
            self._begin_picture(thing)
        self.shown.emit()

    def offer(self, offered: Offered) -> None:
        """Take what was dropped, pasted or chosen."""
        if offered.text:
            self.add(translate("Chat", "Pasted text.txt"), offered.text)
        elif offered.picture is not None:
            self.add(translate("Chat", "Pasted picture.png"), offered.picture)
        elif offered.paths:
            key = f"attach/sort/{next(self._keys)}"
            self._scope.start(key, self._sort(offered.paths))

    def add(self, name: str, source: Source) -> None:
        """Prepare one thing; its chip is there at once."""
        thing = Attached(next(self._keys), name, source)
        self._things.append(thing)
        self._draw()
        self._begin(thing)

    def add_files(self, files: Sequence[tuple[Path, str]]) -> None:
        """Prepare files under the names that go with them."""
        new = [Attached(next(self._keys), name, path) for path, name in files]
        self._things.extend(new)
        self._draw()
        for thing in new:
            self._begin(thing)

    def add_part(self, part: Part) -> None:
        """Attach what was prepared before, unless it is here already."""
        if all(thing.part != part for thing in self._things):
            thing = Attached(next(self._keys), part.name, part=part)
            self._things.append(thing)
            self._begin_picture(thing)
            self._changed()

    def take_out(self, key: int) -> None:
        """Take a thing, or a whole folder, out of the message; `undo` brings it back."""
        things = self.group_of(key)
        if not things:
            return
        name = f"{things[0].group}/" if len(things) > 1 else things[0].name
        self._taken.append((self._things.index(things[0]), things))
        self._things = [thing for thing in self._things if thing not in things]
        self._changed()
        self.taken_out.emit(name)

    def move_out(self, key: int) -> None:
        """Take a thing out that is in the text from now on."""
        self._things = [thing for thing in self._things if thing.key != key]
        self._changed()

    def become(self, owner: int) -> None:
        """Take it that the new chat is a conversation now."""
        self._owner = owner

    def undo(self) -> None:
        """Bring back what was taken out last."""
        if self._taken:
            at, things = self._taken.pop()
            self._things[at:at] = things
            for thing in things:
                if thing.state is ChipState.PREPARING:
                    self._begin(thing)
            self._changed()

    def try_again(self, key: int) -> None:
        """Prepare once more what could not be attached."""
        for thing in self.group_of(key):
            if thing.error:
                thing.error = ""
                self._begin(thing)
        self._draw()

    def unfold(self, group: str, *, is_open: bool) -> None:
        """Show the files of a folder one by one, or as one chip."""
        (self._unfolded.add if is_open else self._unfolded.discard)(group)
        self._draw()

    def set_takes(self, takes: Takes) -> None:
        """Say at the chips what the model on duty will not get, and what it costs that model."""
        if takes != self._takes:
            self._takes = takes
            self._draw()

    def problems(self) -> list[Code]:
        """Give each reason once for which the model on duty would not get something."""
        return problems(self.parts, self._takes)

    # preparing
    async def _sort(self, paths: Sequence[Path]) -> None:
        folders = await asyncio.to_thread(folders_among, paths)
        self.add_files([(path, path.name) for path in paths if path not in folders])
        for folder in folders:
            self.folder_offered.emit(folder)

    def _begin(self, thing: Attached) -> None:
        self._scope.start(f"attach/{thing.key}", self._prepare(thing, self._owner))

    async def _prepare(self, thing: Attached, owner: int | None) -> None:
        temporary = owner is not None and is_temporary(owner)
        async with self._room:
            try:
                part = await part_of(self._services.attachments, thing, temporary=temporary)
            except AppError as error:
                thing.error = error.code
            except Exception:
                thing.error = Code.UNEXPECTED
                self._draw()
                raise
            else:
                thing.part = part
        if thing in self._things:
            self._drop_double(thing)
            self._changed()
            self._begin_picture(thing)
        elif thing.part is not None and not any(thing in taken for _, taken in self._taken):
            self._come_late(thing.part, owner)
        if not self.is_preparing:
            self.settled.emit()

    def _drop_double(self, thing: Attached) -> None:
        same = (other for other in self._things if other is not thing)
        if thing.part is not None and any(other.part == thing.part for other in same):
            self._things.remove(thing)

    def _come_late(self, part: Part, owner: int | None) -> None:
        if owner == self._owner:  # it was left and is on show again
            self.add_part(part)
        else:
            self.strayed.emit(owner, part)

    def _begin_picture(self, thing: Attached) -> None:
        part = thing.part
        if part is not None and part.type is PartType.IMAGE and thing.picture is None:
            self._scope.start(f"attach/picture/{thing.key}", self._show_picture(thing, part))

    async def _show_picture(self, thing: Attached, part: Part) -> None:
        side = round(THUMB_PX * self.chips.devicePixelRatioF())
        try:
            content = await self._services.attachments.thumbnail(part, side)
        except AppError:
            return  # the chip shows an icon then; sending says what is wrong with it
        picture = QPixmap()
        if content and picture.loadFromData(content):
            thing.picture = picture
            self._draw()

    # chips
    def _changed(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        self.chips.show_faces(self._faces())
        self._composer.set_things(has_things=bool(self._things))

    def _faces(self) -> dict[int, ChipFace]:
        """Give a face for each thing, and one for all the things of a folder that is folded."""
        groups: dict[str, list[Attached]] = {}
        for thing in self._things:
            is_alone = not thing.group or thing.group in self._unfolded
            groups.setdefault(f"{thing.key}/" if is_alone else thing.group, []).append(thing)
        return {
            things[0].key: face_of(things[0], self._takes)
            if len(things) == 1
            else face_of_group(things, self._takes)
            for things in groups.values()
        }
