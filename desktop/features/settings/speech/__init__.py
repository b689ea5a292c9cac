"""What stands above the declared settings of speech: the microphone, its trial, and who writes.

`page.speech_page` makes the page.
"""
