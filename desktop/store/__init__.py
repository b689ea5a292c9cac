"""The disk: everything that a person would miss. No Qt, no network, and the only sqlite3.

Read in this order: `paths`, `faults`, `files`, `locks`, then the database from below (`connect`,
`lane`, `schema`, `backups`, `migrations`, `opening`, `db`), then what is in it (`records`, `rows`,
`tree`, `titles`, `drafts`, `growth`, `journal`, `owner`, `answers`, `blobs`, `purge`,
`conversations`), then the files beside it (`tables`, `settings`, `state`, `connections`,
`secrets`).
"""
