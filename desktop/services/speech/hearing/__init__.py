"""Turns speech into text while it is said. Read `heard`, `tape`, `gate`, `segments`, `live`, `ear`.

`ear.Ear` is what dictation uses: it lets speech through a gate, hands it to a `Hearing` (a socket,
or pieces that are sent one by one), and begins anew from the disk where one is lost.
"""
