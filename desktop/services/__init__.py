"""Use-cases that two or more features share: no Qt, no words.

Read in this order: `context` (what a feature gets), `startup` (how it is put together), `servers` (a
connection becomes an endpoint) with `presets`, `discovery`, `capabilities` and `checkup`, `client`, `engine`
(the built-in one's child process) with `own_models`, `catalogue` and `models` (what is known of every
model), `turns` (one question, one answer; its words are in `turn`) with `asking`, `moderation` and `retries`.
"""
