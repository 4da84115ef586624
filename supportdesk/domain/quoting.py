"""Quoting what somebody wrote: a line deeper with every answer (F38)."""

from supportdesk.patterns import pattern

_PREFIX = pattern(r"(?:>[ ]?)+")

LONGEST_QUOTE = 20_000
"""Characters of a message that are quoted; nobody answers to more."""


def quoted(body: str) -> str:
    """Every line of a message one deeper; empty lines at its ends go."""
    lines = body[:LONGEST_QUOTE].replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return "\n".join(_deeper(line.rstrip()) for line in lines)


def _deeper(line: str) -> str:
    if not line:
        return ">"
    return f">{line}" if line.startswith(">") else f"> {line}"


def depth_prefix(line: str) -> str:
    """What makes a line a quote of its depth (`>> `), or nothing."""
    found = _PREFIX.match(line)
    return found.group() if found else ""


def broken(line: str, column: int) -> str | None:
    """What takes the place of a quoted line where an answer is put into it at `column`.

    The answer goes where the empty line is, and what follows keeps its depth. None where the line
    is no quote, or would not be split: then a new line is only a new line.
    """
    prefix = depth_prefix(line)
    if not prefix or column <= len(prefix) or not line[column:].strip():
        return None
    before, after = line[:column].rstrip(), line[column:].lstrip()
    return f"{before}\n\n\n\n{prefix.rstrip()} {after}"
