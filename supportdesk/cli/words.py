"""The words of the command line and where each command stands."""

from collections.abc import Mapping

WORDS = {
    "demo": "demo",
    "import": "importing",
    "list": "listing",
    "search": "searching",
    "counts": "listing",
    "show": "showing",
    "attachments": "attachments",
    "seen": "showing",
    "new": "writing",
    "reply": "writing",
    "note": "writing",
    "set": "changing",
    "take": "changing",
    "assign": "changing",
    "tag": "changing",
    "snooze": "changing",
    "merge": "linking",
    "split": "linking",
    "link": "linking",
    "unlink": "linking",
    "duplicates": "linking",
    "tags": "tags",
    "bulk": "bulk",
    "undo": "undoing",
    "redo": "undoing",
    "templates": "templates",
    "articles": "articles",
    "replies": "replies",
    "clients": "clients",
    "operators": "organising",
    "queues": "organising",
    "drafts": "drafts",
    "export": "exporting",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "keeping",
    "work": "keeping",
    "config": "configuring",
    "keys": "configuring",
}
"""Every command's word → the module of `cli.commands` it stands in, in the order of the help."""


def is_completing(environment: Mapping[str, str]) -> bool:
    """Whether the shell asks what could be typed next."""
    return "_SUPPORTDESK_COMPLETE" in environment
