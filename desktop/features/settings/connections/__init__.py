"""The page of connections: every server the program may talk to, set up, tested and explained.

Read in this order: without Qt `draft` (what is entered), `keeping` (saved, removed, copied),
`report`; the left column `rows`, `list`, `found`, `side`; the parts of the form `blocks`,
`flow`, `choices`, `place_line`, `secret_field`, `headers_table`, `file_field`, `model_field`; the
form `proxy`, `certificates`, `advanced`, `steps`, `verdict`, `chips`, `kinds`, `labels`, `editor`;
what is done with it `notes`, `asking`, `saving`, `testing`, `header`, `built_in`, `pane`,
`actions`; and `page`, which holds all of it.
"""

from desktop.features.settings.connections.page import ConnectionsPage

__all__ = ["ConnectionsPage"]
