"""Invitations (iCalendar, RFC 5545 and 5546) as lines a person reads: what, when, where, who.

The words are those of the calendar's own language-free names, in English: a text of a message is
the same for every reader.
"""

import re
from collections.abc import Iterator

from supportdesk.patterns import pattern

_LONGEST = 1_000_000
"""Characters read."""
_MOST_EVENTS = 20
_MOST_PEOPLE = 50
_LONGEST_TEXT = 5_000

_PROPERTY = pattern(r"([A-Za-z0-9-]{1,60})((?:;(?:\"[^\"]*\"|[^\":;])*)*):(.*)", re.DOTALL)
_PARAMETER = pattern(r";([A-Za-z-]{1,40})=(?:\"([^\"]*)\"|([^;]*))")
_MOMENT = pattern(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z)?)?\Z")
_ESCAPED = pattern(r"\\([\\;,nN])")
_SAYS = {"REQUEST": "Invitation", "CANCEL": "Cancelled", "REPLY": "Answer", "COUNTER": "Proposal"}
_ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "DELEGATED": "delegated",
}

Property = tuple[dict[str, str], str]


def invitation_text(source: str) -> str:
    """The events of a calendar in words; nothing where there are none. Never raises."""
    method = ""
    events: list[dict[str, list[Property]]] = []
    inside: list[str] = []
    for name, parameters, value in _properties(source[:_LONGEST]):
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] in ("VEVENT", "VTODO"):
                if len(events) == _MOST_EVENTS:
                    break
                events.append({})
        elif name == "END":
            inside = inside[:-1]
        elif name == "METHOD":
            method = value.strip().upper()
        elif events and inside and inside[-1] in ("VEVENT", "VTODO"):
            kept = events[-1].setdefault(name, [])
            if len(kept) < _MOST_PEOPLE:
                kept.append((_parameters(parameters), value))
    return "\n\n".join("\n".join(_lines(event, method)) for event in events)


def _properties(source: str) -> Iterator[tuple[str, str, str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", source)
    for line in unfolded.splitlines():
        found = _PROPERTY.fullmatch(line[:20_000])
        if found:
            yield found[1].upper(), found[2], found[3]


def _parameters(written: str) -> dict[str, str]:
    return {
        found[1].upper(): (found[2] if found[2] is not None else found[3])
        for found in _PARAMETER.finditer(written)
    }


def _lines(event: dict[str, list[Property]], method: str) -> Iterator[str]:
    """What one event says."""
    says = _SAYS.get(method, "Event")
    yield f"{says}: {_words(event, 'SUMMARY') or '—'}"
    when = _when(event)
    if when:
        yield f"When: {when}"
    if "RRULE" in event:
        yield f"Repeats: {event['RRULE'][0][1].strip()[:200]}"
    where = _words(event, "LOCATION")
    if where:
        yield f"Where: {where}"
    if "ORGANIZER" in event:
        yield f"From: {_person(event['ORGANIZER'][0])}"
    people = event.get("ATTENDEE", [])
    if people:
        yield f"Who: {', '.join(_attendee(one) for one in people)}"
    if method == "REQUEST" and any(one[0].get("RSVP", "").upper() == "TRUE" for one in people):
        yield "An answer is wanted."
    about = _words(event, "DESCRIPTION", lines=True)
    if about:
        yield f"\n{about}"


def _words(event: dict[str, list[Property]], name: str, *, lines: bool = False) -> str:
    if name not in event:
        return ""
    written = event[name][0][1][:_LONGEST_TEXT]
    text = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], written)
    return text.strip() if lines else " ".join(text.split())


def _when(event: dict[str, list[Property]]) -> str:
    """Both ends with their zone, the day once where it is one."""
    start, end = (_moment(event[name][0]) if name in event else "" for name in ("DTSTART", "DTEND"))
    end = end or (_moment(event["DUE"][0]) if "DUE" in event else "")
    if not (start and end) or start == end:
        lasting = f" ({_words(event, 'DURATION')})" if start and "DURATION" in event else ""
        return (start or end) + lasting
    day, _space, clock = start.partition(" ")
    until, _space, until_clock = end.partition(" ")
    if day == until and clock and until_clock:
        begins, _space, zone = clock.partition(" ")
        ends, _space, other = until_clock.partition(" ")
        if zone == other:
            return f"{day} {begins}–{ends} {zone}".rstrip()
    return f"{start} – {end}"


def _moment(found: Property) -> str:
    parameters, value = found
    read = _MOMENT.match(value.strip())
    if read is None:
        return value.strip()[:40]
    day = f"{read[1]}-{read[2]}-{read[3]}"
    if read[4] is None:
        return day
    zone = "UTC" if read[6] else parameters.get("TZID", "").strip("/ ")[:60]
    return f"{day} {read[4]}:{read[5]} {zone}".rstrip()


def _person(found: Property) -> str:
    parameters, value = found
    address = re.sub(r"\Amailto:", "", value.strip(), flags=re.IGNORECASE)
    name = " ".join(parameters.get("CN", "").split())
    return f"{name} <{address}>" if name and name != address else address


def _attendee(found: Property) -> str:
    answer = _ANSWERS.get(found[0].get("PARTSTAT", "").upper())
    return f"{_person(found)} ({answer})" if answer else _person(found)
