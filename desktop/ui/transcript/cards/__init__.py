"""What stands between the words: tools at work, sources, JSON as a tree, what came with a question.

The views of what `details` (a card to blocks) and `jsontree` (JSON to rows) make: `head`, `sources`,
`treeview`, `attached`.
"""

from __future__ import annotations

from desktop.ui.transcript.cards.attached import AttachedView
from desktop.ui.transcript.cards.head import CardView
from desktop.ui.transcript.cards.sources import SourcesView
from desktop.ui.transcript.cards.treeview import TreeView
from desktop.ui.transcript.kinds import ATTACHED, CARD, SOURCES, TREE
from desktop.ui.transcript.view import BlockView

VIEWS: dict[str, type[BlockView]] = {
    ATTACHED: AttachedView,
    CARD: CardView,
    SOURCES: SourcesView,
    TREE: TreeView,
}
