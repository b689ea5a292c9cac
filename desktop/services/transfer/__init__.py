"""Taking data out and in: one conversation for a reader, everything as an archive, others' exports.

Read in this order: `kinds` (what joins an archive), `archive` (writing and verifying it), `reading`
(opening one that a stranger may have made), `importing` (what becomes of its records), `chatgpt`,
`claude` (others' exports), `markdown`, `page` (one conversation as Markdown and HTML).
"""
