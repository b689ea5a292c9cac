"""What of a long conversation is sent: `weighing` (tokens), `plans` (what fits).

Loaded by `services.fitting` when a conversation is weighed for the first time.
"""
