"""Delivery reports: RFC 3464, and what servers write in words of their own (F140)."""

import re
from collections.abc import Iterator

from supportdesk.domain.charset import decoded
from supportdesk.domain.mail_nature import Bounce, FailedDelivery
from supportdesk.intake.headers import header_text, message_ids, read_fields
from supportdesk.intake.mime import Part, walk
from supportdesk.intake.record import whole_text
from supportdesk.patterns import pattern

_LONGEST_TEXT = 200_000
"""Bytes of a part that are looked at."""
_MOST = 50
"""Addresses of one report."""
_LONGEST_WHY = 500

_STATUSES = ("message/delivery-status", "message/global-delivery-status")
_ADDRESS = r"[^\s@<>()\[\],;:\"|=/]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
_ANY_ADDRESS = pattern(rf"(?<![\w.+-]){_ADDRESS}")
_ADDRESS_LINE = pattern(
    rf"^[ \t>*-]{{0,12}}(?:(?:to|recipient|address|rcpt to|адресат|получатель|отримувач)\s*:\s*)?"
    rf"[<\"'(\[]{{0,2}}({_ADDRESS})[>\"')\].]{{0,2}}[ \t]*(?:[:;(\[,.-].{{0,400}})?$",
    re.MULTILINE | re.IGNORECASE,
)
_REPLY_CODE = pattern(r"(?<![\d.])[45]\d\d(?=[ \-#)]|$)")
_STATUS = pattern(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_COPY = pattern(
    r"^[ \t]*(?:-{2,}.{0,20}(?:copy of (?:the|your) (?:message|mail)|original message|returned mail"
    r"|unsent message|below this line|message header|headers? follow|body of (?:the )?message"
    r"|исходное сообщение|текст письма|оригінал)"
    r"|(?:the )?(?:header|text) of the original|original message (?:headers|follows)"
    r"|(?:Return-Path|Received|Message-ID):\s)",
    re.MULTILINE | re.IGNORECASE,
)
_OWN_ID = pattern(
    r"^[ \t>]{0,4}(?:X-Original-)?Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,400}>)",
    re.MULTILINE | re.IGNORECASE,
)
_ANSWERED = pattern(
    r"^[ \t>]{0,4}(?:In-Reply-To|References):((?:[^\n]{0,1000}\n?)(?:[ \t][^\n]{0,1000}\n?){0,50})",
    re.MULTILINE | re.IGNORECASE,
)
_SUBJECT = pattern(
    rb"^[ \t>]{0,4}Subject:[ \t]*([^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,500}){0,9})",
    re.MULTILINE | re.IGNORECASE,
)
_LATE = pattern(
    r"delay|will (?:be )?(?:retr|try)|still (?:be )?(?:retr|try)|temporar|not yet been delivered"
    r"|warning message only|do not need to resend|попытк\w+ .{0,30}продолж|задерж|тимчасов|временн",
    re.IGNORECASE,
)
_GIVEN_UP = pattern(
    r"permanent|giv(?:en|ing) up|could not be delivered|undeliverable|user unknown|unknown user"
    r"|no such (?:user|mailbox|address)|does ?n[o']t exist|mailbox unavailable|fatal error"
    r"|(?:un|not |n't )able to (?:be )?deliver|did not reach|may not exist"
    r"|permission to (?:post|send)"
    r"|no such|not found|address unknown|mailbox (?:is )?(?:full|disabled)|quota|refused|denied"
    r"|not listed|failed|failure|rejected|не существует|не удалось|не доставлен|не існує",
    re.IGNORECASE,
)


def bounce_of(mail: Part, own: str | None = None) -> Bounce:
    """What a delivery report says; `own` is the address it was sent to, which did not fail."""
    text, returned = _texts(mail)
    told = text + returned
    ids = _OWN_ID.findall(returned) or _OWN_ID.findall(text)
    answered = _ANSWERED.findall(returned)
    subject = _SUBJECT.search(returned.encode("utf-8", "surrogatepass"))
    named = [identity for field in (*ids[:1], *answered) for identity in _ids(field)]
    failed = list(_reported(mail))
    if not failed:
        failed = list(_written(mail, text, (own or "").casefold()))
    return Bounce(
        tuple(failed[:_MOST]),
        tuple(dict.fromkeys(named)),
        header_text(subject[1]) if subject and told else "",
        next(iter(_ids(ids[0])), "") if ids else "",
    )


def _ids(field: str) -> list[str]:
    return message_ids(field.encode("utf-8", "surrogatepass"))


def _texts(mail: Part) -> tuple[str, str]:
    """(what the server says, what it returns of the mail)"""
    said, returned = [], []
    for part in walk(mail):
        if part.children or part.kind in _STATUSES or not _is_readable(part):
            continue
        text = decoded(part.content[:_LONGEST_TEXT], part.parameters.get("charset"))
        text = whole_text(text.replace("\r\n", "\n"))
        if part.kind.startswith("message/") or part.kind == "text/rfc822-headers":
            returned.append(text)
        elif part is not mail and "message-id" in part.fields:
            returned.append(decoded(part.source[:_LONGEST_TEXT]).replace("\r\n", "\n"))
        else:
            copy = _COPY.search(text)
            said.append(text[: copy.start()] if copy else text)
            returned.append(text[copy.start() :] if copy else "")
    return "\n".join(said), "\n".join(returned)


def _is_readable(part: Part) -> bool:
    return part.kind.startswith(("text/", "message/", "multipart/"))


def _reported(mail: Part) -> Iterator[FailedDelivery]:
    """The addresses of the parts that RFC 3464 defines."""
    for part in walk(mail):
        if part.kind not in _STATUSES:
            continue
        content = part.content[:_LONGEST_TEXT].replace(b"\r\n", b"\n")
        for group in re.split(rb"\n[ \t]*\n", content):
            fields, _end = read_fields(group.strip(b"\n") + b"\n\n")
            told = {name: header_text(values[0]) for name, values in fields.items()}
            found = _of_group(told)
            if found is not None:
                yield found


def _of_group(told: dict[str, str]) -> FailedDelivery | None:
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    addresses = [
        found[0]
        for name in names
        if name in told and (found := _ANY_ADDRESS.search(told[name].rpartition(";")[2]))
    ]
    action = told.get("action", "").partition(" ")[0].lower()
    if not any(name in told for name in names) or action in ("delivered", "relayed", "expanded"):
        return None
    why = told.get("diagnostic-code", "")
    why = re.sub(r"^\s*[\w-]{1,40}\s*;\s*", "", why) or told.get("reason", "")
    stated = _STATUS.search(told.get("status", "")) or _STATUS.search(why)
    status = stated[1] if stated else ""
    return FailedDelivery(
        addresses[0] if addresses else "",
        why[:_LONGEST_WHY],
        status,
        _permanence(status, why) if action != "delayed" else False,
    )


def _permanence(status: str, why: str) -> bool | None:
    if status[:1] in ("4", "5"):
        return status[0] == "5"
    code = _REPLY_CODE.search(why)
    if code:
        return code[0][0] == "5"
    if _LATE.search(why):
        return False
    return True if _GIVEN_UP.search(why) else None


def _written(mail: Part, text: str, own: str) -> Iterator[FailedDelivery]:
    """The addresses a server names in its own words, each with the words that say why."""
    text = text[:_LONGEST_TEXT]
    places = {found[1].casefold(): found.start(1) for found in _ADDRESS_LINE.finditer(text)}
    if not places:
        places = {found[0].casefold(): found.start() for found in _ANY_ADDRESS.finditer(text)}
    for value in mail.fields.get("x-failed-recipients", ()):
        for found in _ANY_ADDRESS.finditer(header_text(value)):
            places.setdefault(found[0].casefold(), text.casefold().find(found[0].casefold()))
    for server in [one for one in places if _is_of_server(one) or one == own]:
        del places[server]
    for address, place in list(places.items())[:_MOST]:
        yield _explained(address, text, max(0, place))
    if not places:
        yield _explained("", text, 0)


def _is_of_server(address: str) -> bool:
    return address.startswith(("postmaster@", "mailer-daemon@", "abuse@", "noc@", "helpdesk@"))


def _explained(address: str, text: str, place: int) -> FailedDelivery:
    """Why, as the lines around an address say: those with a code first."""
    lines = text[place : place + 3_000].split("\n")[:25]
    before = text[max(0, place - 1_500) : place].split("\n")
    coded = [line for line in (*lines, *before) if _REPLY_CODE.search(line) or _STATUS.search(line)]
    words = [line for line in (*lines, *before) if _GIVEN_UP.search(line) or _LATE.search(line)]
    why = " ".join(next(iter((*coded, *words)), "").split())[:_LONGEST_WHY]
    stated = _STATUS.search(why)
    status = stated[1] if stated else ""
    permanent = _permanence(status, why)
    if permanent is None:
        permanent = _permanence("", text[:20_000])
    if not status and not coded and _LATE.search(text[:5_000]):
        permanent = False
    return FailedDelivery(address, why, status, permanent)
