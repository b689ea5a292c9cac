"""HTTP to servers that speak the OpenAI API: requests go down as JSON, events come up as types.

Read in this order: `wire` (requests on their way: the one HTTP client), `reading` (what comes back,
made sense of), `lessons` and `adapting` (what a server taught us, and asking it accordingly), `text`
(an answer, by whichever route the server has). Then whichever group of endpoints is wanted: `models`,
`embeddings`, `moderations`, `audio`, `pictures`, and `stored` with `kept` (what lies on a server under
an id) and `pages` (lists). Each has `build` and `parse`, which are pure, and functions that ask.

Nothing here knows the store or Qt. Unknown fields and events are kept, never fatal.
"""
