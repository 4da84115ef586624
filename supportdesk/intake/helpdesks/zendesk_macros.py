"""Zendesk's macros: what they write is a template, what else they do a macro."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from supportdesk.domain.language import guess_language
from supportdesk.domain.macro import OWNER_ME, OWNER_NOBODY, Macro
from supportdesk.domain.template_import import ZENDESK, with_asks
from supportdesk.domain.ticket import THIRD_PARTY
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    WrongItem,
    identity,
    inner,
    number,
    objects,
    slug,
    text,
)
from supportdesk.intake.helpdesks.helpdesk import MacroRecord
from supportdesk.intake.helpdesks.zendesk_audits import PRIORITIES, STATES, Audits
from supportdesk.intake.helpdesks.zendesk_people import People
from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.record import TemplateRecord, whole_text

_COMMENTS = ("comment_value", "comment_value_html")
_CATEGORY = "::"


class MacroReader:
    """Reads macros one at a time."""

    def __init__(self, people: People, audits: Audits, no_place: NoPlace) -> None:
        self._people = people
        self._audits = audits
        self._no_place = no_place

    def read(self, body: Found, place: str) -> Iterator[TemplateRecord | MacroRecord]:
        """The template and the macro that a macro is here. Raises WrongItem."""
        if body.get("active") is False:
            self._no_place["macro", "", "inactive"] += 1
            return
        if text(inner(body, "restriction"), "type") == "User":
            self._no_place["macro", "", "personal"] += 1
            return
        name = " ".join(text(body, "title").split())
        told = {text(one, "field"): one.get("value") for one in objects(body, "actions")}
        written = self._written(told)
        is_note = str(told.pop("comment_mode_is_public", True)).casefold() == "false"
        record = self._does(MacroRecord(name, Macro(), place), told)
        language = guess_language(written) or "en"
        if written and not is_note:
            yield TemplateRecord(
                source_id=f"zendesk:macro:{identity(body)}",
                title=name,
                variants=((language, written),),
                place=place,
                tags=_categories(name),
            )
        if written and is_note:
            yield replace(record, does=replace(record.does, note=written))
        elif not record.does.is_empty or record.queue or record.owner:
            reply = ((language, written),) if written else ()
            yield replace(record, does=replace(record.does, reply=reply))

    def _written(self, told: dict[str, Any]) -> str:
        """What it writes; a name the desk does not have becomes a question at insert."""
        found = [_comment(told.pop(name), name) for name in _COMMENTS if name in told]
        written, unknown = with_asks(next(filter(None, found), ""), ZENDESK)
        for name in unknown:
            self._no_place["macro", name, "placeholder"] += 1
        return written.strip()

    def _does(self, record: MacroRecord, told: dict[str, Any]) -> MacroRecord:
        """The macro with all that it does beside writing."""
        for field, value in told.items():
            changed = self._with(record, field, value)
            if changed is None:
                self._no_place["macro", field, "macro_action"] += 1
            else:
                record = changed
        return record

    def _with(self, record: MacroRecord, field: str, value: Any) -> MacroRecord | None:
        does = record.does
        match field, value:
            case "status", str() if value in STATES and value != "new":
                reason = THIRD_PARTY if value == "hold" else None
                return replace(record, does=replace(does, state=STATES[value], reason=reason))
            case "priority", str() if value in PRIORITIES:
                return replace(record, does=replace(does, priority=int(PRIORITIES[value])))
            case "type", str() if value:
                return replace(record, does=replace(does, kind=value))
            case "current_tags", str():
                return replace(record, does=replace(does, add=tuple(value.split())))
            case "remove_tags", str():
                return replace(record, does=replace(does, remove=tuple(value.split())))
            case "assignee_id", "current_user":
                return replace(record, does=replace(does, owner=OWNER_ME))
            case "assignee_id", "" | None:
                return replace(record, does=replace(does, owner=OWNER_NOBODY))
            case ("assignee_id", _) if str(value).isdecimal():
                person = self._people.operator(number({field: value}, field))
                return replace(record, owner=person.name) if person else None
            case ("group_id", _) if str(value).isdecimal():
                queue = self._audits.queue(number({field: value}, field))
                return replace(record, queue=queue) if queue else None
        return None


def _comment(value: Any, name: str) -> str:
    """The text of a comment; some stand behind the channel they are for."""
    if isinstance(value, list) and value and isinstance(value[-1], str):
        value = value[-1]
    if not isinstance(value, str):
        raise WrongItem(f"actions.{name}")
    words = whole_text(value)
    return text_of_html(words) if name.endswith("_html") else words


def _categories(name: str) -> tuple[str, ...]:
    """`Billing::Refunds::Ask` stands under Billing and Refunds."""
    *groups, _own = name.split(_CATEGORY)
    words = (slug(group) for group in groups)
    return tuple(dict.fromkeys(filter(None, words)))
