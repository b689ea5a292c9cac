"""The playground: the exact request and answer behind a message, copied as code or sent again.

Read in this order: `showing` (reads, fills, sends), `view` (everything side by side), `pages` (the
request, the answer), `events` (the list of what came), `codeview` (large texts), `words`.
"""
