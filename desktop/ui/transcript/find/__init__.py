"""Finding in a conversation: every hit is counted, also in what was never laid out, and marked.

Read in this order: `matching` (what is looked for), `seen` (what a message shows, as text), `texts`
(kept while somebody looks), `drawn` and `ink` (hits in what is laid out), `places` (unfolds what a
hit is in), `finder`.
"""
