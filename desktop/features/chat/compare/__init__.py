"""Versions side by side, in the place of the transcript.

Read in this order: `column` (one version), `view` (the columns and what stands above them),
`comparing` (which versions, and asking several models), `differences`.
"""
