"""Rows of the store as JSON objects: one form for scripts, for the server and for replicas."""
