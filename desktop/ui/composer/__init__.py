"""Where a person writes. Read `trigger` and `offered`, then `editor`, then `frame`.

What is made only when it is needed: `chips` (what is attached), `veil` (a drop), `completion` (the
list that `/` and `@` open).
"""

from desktop.ui.composer.editor import MAX_LINES, Editor
from desktop.ui.composer.frame import Composer

__all__ = ["MAX_LINES", "Composer", "Editor"]
