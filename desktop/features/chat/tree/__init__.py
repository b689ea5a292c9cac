"""The panel that shows a conversation's whole tree: `lines` (what stands where), `view`, `panel`."""
