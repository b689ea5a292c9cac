"""The built-in engine: a separate program that answers as an OpenAI-compatible server would.

Started with `python -m desktop.engine`. It imports nothing of this project but `desktop.core`, and
nothing imports it: the rest of the program knows it as one more address with a key.
Read in this order: `__main__` (how it starts and ends), `catalogue` (which models there are),
`server` (its routes), `guard` (who may call), `fields`, `prompts`, `tools` and `pictures` (what a
caller may ask), `language` (who answers, and when), `loaded` and `wording` (llama.cpp), `pieces`,
`repetition`, `answer`, then `chat`, `responses` and `items` (one answer in the words of each API),
`weights` and `hardware` (why a model may not run). `speech` is a room of its own.
"""
