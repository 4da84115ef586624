"""The demo desk: an invented company's support, deterministic by its seed."""
