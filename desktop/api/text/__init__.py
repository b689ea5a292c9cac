"""Answers in words: both text APIs behind one stream of events.

Read `answer`, then `responses` and `chat` (requests), `parsing` and `response_events` (answers).
"""
