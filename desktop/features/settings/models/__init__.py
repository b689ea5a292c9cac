"""Models and prices: what every connection offers, and with which model each task begins.

Read in this order: `page`, `defaults`, `catalogue_table` (rows), `table_view` (how they look), `price`.
"""
