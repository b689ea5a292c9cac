"""Pixels, documents and their text: what is dropped becomes what can be sent. No Qt, no network, no disk of ours.

Everything here is slow and meant for worker threads; the libraries are imported where they are used.
"""
