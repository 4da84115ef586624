"""What is looked at in a reply before it leaves: pure rules over its text (F34, F36)."""
