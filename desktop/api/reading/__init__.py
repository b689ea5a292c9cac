"""What servers send, made sense of: JSON that others wrote, events, refusals, limits. No I/O."""
