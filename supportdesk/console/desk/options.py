"""What can be chosen for one ticket or for many, and what a line of tags means."""

from collections.abc import Sequence

from supportdesk.console import names, text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.reading import Reading
from supportdesk.domain.tag import clean_tag
from supportdesk.domain.ticket import HOLD_REASONS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names

NOBODY = "nobody"
"""The value that stands for no owner."""


def owners(reading: Reading) -> list[Pick]:
    """Everybody at work here, and nobody."""
    people = [person for person in reading.operators() if person.active]
    options: list[Pick] = [(str(person.id), text.line(person.name), "") for person in people]
    return [*options, (NOBODY, _("nobody"), "")]


def queues(reading: Reading) -> list[Pick]:
    """The queues, by line and name."""
    return [
        (str(queue.id), text.line(queue.name), _("line {line}").format(line=queue.line))
        for queue in reading.queues()
    ]


def has_later_line(reading: Reading, queue: int) -> bool:
    """Whether a queue stands on a line after that of this one."""
    lines = {row.id: row.line for row in reading.queues()}
    return any(line > lines.get(queue, line) for line in lines.values())


def priorities() -> list[Pick]:
    """The priorities, the most urgent first."""
    return [
        (str(number), ticket_names.priority(number), names.PRIORITY_MARKS[number])
        for number in (3, 2, 1, 0)
    ]


def hold_reasons() -> list[Pick]:
    """Why a ticket is on hold."""
    return [(name, names.reason(name), "") for name in HOLD_REASONS]


def label(options: Sequence[Pick], value: str) -> str:
    """What the option with this value is called."""
    return next(label for found, label, _hint in options if found == value)


def tag_changes(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags to add and to take off, separated by spaces or commas; a sign alone is none.

    Raises Invalid("tag.invalid").
    """
    words = [word for word in typed.replace(",", " ").split() if word.strip("+-#")]
    added = tuple(clean_tag(word.lstrip("+#")) for word in words if not word.startswith("-"))
    return added, tuple(clean_tag(word.lstrip("-#")) for word in words if word.startswith("-"))


def tags_meaning(typed: str) -> str:
    """What a line of tags does, in words. Raises Invalid("tag.invalid")."""
    add, remove = tag_changes(typed)
    said = []
    if add:
        said.append(_("adds {tags}").format(tags=", ".join(add)))
    if remove:
        said.append(_("takes off {tags}").format(tags=", ".join(remove)))
    return " · ".join(said)
