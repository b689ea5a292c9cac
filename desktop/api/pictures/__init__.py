"""Pictures made and edited.

Read `images`, `image_requests`, `image_events`.
"""
