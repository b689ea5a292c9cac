"""What `services.attachments` does, loaded with the first attachment.

Read `intake` (a file becomes a part), `texts` (what a document says, kept), `reader` (the process
that reads documents), `folders` (what of a folder goes in), `filling` (a request gets its files).
"""
