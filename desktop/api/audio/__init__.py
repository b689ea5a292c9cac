"""Speech to text, from files and live, and text to speech.

Read `transcriptions`, `live`, `realtime` (the socket's protocol, pure), `speech`.
"""
