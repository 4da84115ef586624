"""The commands of the shell, one file a family. Each has `add_to(app)`."""
