"""What the playground needs, loaded with its first use.

Read in this order: `shown` (what there is to see of one round), `rebuilding` (the messages of a
request, put in again), `reading` (an answer as events with times), `folding` (JSON as text to be
read), `editing` (an edited request as a new version in the tree).
"""
