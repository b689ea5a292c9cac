"""Which model answers next, with which parameters, and what must be known of it."""
