"""Finding in what is on show in the chat: the transcript, or what stands in its place.

Read in this order: `here` (opens the bar), `bar`, `texts` (finds in plain texts), `marking` (marks
hits in an editor), `many` (several finders as one). What the bar needs of them is `chat.searched`.
"""
