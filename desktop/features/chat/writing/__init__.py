"""The question that is being written: its draft, attachments, queue, versions, what stands in its way."""
