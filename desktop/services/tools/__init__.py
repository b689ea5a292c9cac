"""The program's own functions that a model may call. Imported with the first call, not before.

Read in this order: `tool` (what one is), `clock`, `calculator` and `recall` (three of them), `toolbox`
(which there are, and how a call becomes a result).
"""
