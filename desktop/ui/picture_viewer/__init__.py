"""Pictures looked at closely, inside the window: fit, zoom, pan, next and previous.

Read `sight` (how a picture stands in its room), then `canvas` (that, drawn and moved by hand), then
`viewer`. `canvas` is for any page that shows one picture; nothing here is imported at the start.
"""
