"""Tokens and money: what the next question takes, what was spent, what does not fit.

Read in this order: `words`, `meter` (below the composer), `card` (what asks for a decision), `marks`
(in the transcript), `control` (keeps the three in step), then `panel` with its `chart`.
"""
