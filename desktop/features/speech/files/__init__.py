"""Files to transcribe: they are dropped or picked, wait for their turn, and become transcripts.

Read in this order: `taking` (which files are sounds), `row` (one file), `page`, `drops`, `queue`
(what the page does).
"""
