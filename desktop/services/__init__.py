"""Use-cases that two or more features share: no Qt, no words.

Read in this order: `context` (what a feature gets), `servers` (a connection becomes an endpoint),
`engine` (the built-in one's child process), `turns` (one question, one answer; its words are in
`turn`, its patience in `retries`).
"""
