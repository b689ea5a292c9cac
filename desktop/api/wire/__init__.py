"""Requests as bytes, answers as bytes: one HTTP client, its way to a server, and sockets for live dictation.

Read `call`, `http`, `sending` (the only module that imports httpx), `trust`, `multipart`, `websocket`.
"""
