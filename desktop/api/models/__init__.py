"""Which models a server offers and what it says of them.

Read `listing`, `entries` (one entry of any server), `details` (free questions about one model), `prices`.
"""
