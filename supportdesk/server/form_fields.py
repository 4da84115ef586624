"""What the fields of a form may hold, and what is said to people where they hold something else."""

from collections.abc import Mapping

from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.domain.recipients import Recipient, checked
from supportdesk.domain.wire_reading import read_text
from supportdesk.server.form_language import Reading

LARGEST = 65_536
"""Bytes of what a form sends."""

LONGEST = {"name": 200, "email": 254, "subject": 300, "text": 20_000}
"""Characters of its fields."""

QUESTION = ("number", "email")
"""The fields of the form that asks how a ticket stands."""


def is_question(typed: Mapping[str, str]) -> bool:
    """Whether it asks how a ticket stands; else it is a new one."""
    return "number" in typed


def wrong_fields(reading: Reading, typed: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with it; none where all of it can be taken."""
    names = QUESTION if is_question(typed) else tuple(LONGEST)
    said = {name: _wrong(reading, name, typed.get(name, "")) for name in names}
    return {name: wrong for name, wrong in said.items() if wrong}


def is_number(value: str) -> bool:
    """Whether this may be the number of a ticket."""
    return value.isascii() and value.isdigit() and len(value) < 19


def trouble_text(reading: Reading, error: DeskError) -> str:
    """What is said above a form that was not taken for another reason than its fields."""
    say = reading.texts
    if error.code == "request.too_many":
        said = say.gettext(
            "That was too often. Send it again in {seconds} s; what you typed is kept here."
        )
        return said.format(seconds=error.parameters["seconds"])
    if error.code == "request.too_large":
        return say.gettext(
            "That is more than the form takes. Go back in your browser and write less."
        )
    if error.code == "request.too_slow":
        return say.gettext("It came too slowly. Go back in your browser and send it again.")
    if error.code == "request.malformed":
        return say.gettext("What was sent is no form. Fill in the one below.")
    return say.gettext(
        "It could not be taken just now. Send it again in a minute; what you typed is kept here."
    )


def _wrong(reading: Reading, name: str, value: str) -> str | None:
    say, longest = reading.texts, LONGEST.get(name)
    try:
        read_text(value, name)
    except Invalid:
        return say.gettext("It holds signs that are no letters. Type it anew.")
    if longest is not None and len(value) > longest:
        said = say.gettext("At most {longest} characters; here are {count}.")
        return said.format(longest=longest, count=len(value))
    if name == "email" and not _is_address(value):
        return say.gettext("This is no e-mail address. Write it as name@example.org")
    if name == "number" and not is_number(value):
        return say.gettext("This is no number. It stands in what was sent to you, such as 17.")
    if name == "text" and not value.strip():
        return say.gettext("Nothing is written here. Say what happened.")
    return None


def _is_address(value: str) -> bool:
    try:
        checked(Recipient(value))
    except Invalid:
        return False
    return True
