"""One person's settings: defaults < file < environment < flag actually typed (a leaf)."""
