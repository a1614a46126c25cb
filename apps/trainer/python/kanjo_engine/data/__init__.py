"""Token ids from Arrow files, and batches of them without padding."""
