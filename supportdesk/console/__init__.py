"""The Textual application. Textual reads these settings once, when it is imported."""

import os

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("ESCDELAY", "25")  # milliseconds to tell a lone Esc from a sequence (S16)
