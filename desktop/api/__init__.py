"""HTTP to servers that speak the OpenAI API: requests go down as JSON, events come up as types.

Read in this order: `text` (one answer, by whichever route the server has), `http` (one client: retry,
redirects, redaction; the only module that imports httpx) with `patience` (timeouts) and `address`,
`failures` (what a refusal means), `lessons` (what a server taught us), `sse` and `framing` (bytes to
frames), `parsing`, `chat`, `responses` and `response_events` (frames to the events of
`desktop.core.stream`), `models`, and `fields` (JSON that others wrote).

Nothing here knows the store or Qt. Unknown fields and events are kept, never fatal.
"""
