"""What a server keeps for a person: files, vector stores, containers, conversations."""
