"""Exports of other help desks: what their APIs answer, read into records of our own."""
