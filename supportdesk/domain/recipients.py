"""Who gets a message beside the client: read from a line, checked, and written back (F30)."""

import json
import re
from collections.abc import Collection, Iterable, Sequence

from supportdesk.domain.errors import Invalid
from supportdesk.domain.safe_text import clean_line
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

MOST = 100
"""Recipients of one message."""

LONGEST_ADDRESS = 254
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a message goes to, or came to: an e-mail address, and a name where one is known."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a message beside the client, or instead of them when it is forwarded.

    `bcc` are seen by our own people alone: never by another recipient, in no mail and no mbox.
    """

    to: tuple[Recipient, ...] = ()
    cc: tuple[Recipient, ...] = ()
    bcc: tuple[Recipient, ...] = ()

    @property
    def everybody(self) -> tuple[Recipient, ...]:
        """All of them."""
        return (*self.to, *self.cc, *self.bcc)


NOBODY_ELSE = Recipients()

_ADDRESS = pattern(r"[^\s@<>()\[\],;:\\\"]+@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*")
_SEPARATED = pattern(r'(?:[^,;\n"]|"[^"\n]*")+')
_NAMED = pattern(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>")


def read_recipients(written: str) -> tuple[Recipient, ...]:
    """The people of a line: `ann@example.org, Bob Roe <bob@example.org>`.

    Raises Invalid("recipient.invalid") naming the first that is no address.
    """
    parts = (part.strip() for part in _SEPARATED.findall(written))
    return tuple(read_recipient(part) for part in parts if part)


def read_recipient(written: str) -> Recipient:
    """One of them. Raises Invalid("recipient.invalid")."""
    named = _NAMED.fullmatch(written.strip())
    address = (named["address"] if named else written).strip()
    name = " ".join(named["name"].strip(" \"'").split()) if named else ""
    return checked(Recipient(address, name))


def checked(recipient: Recipient) -> Recipient:
    """The recipient, if a message can go there. Raises Invalid("recipient.invalid")."""
    address, name = recipient.address, recipient.name
    fits = len(address) <= LONGEST_ADDRESS and len(name) <= LONGEST_NAME
    if not (fits and _ADDRESS.fullmatch(address) and name.isprintable()):
        raise Invalid("recipient.invalid", wanted=f"{name} <{address}>" if name else address)
    return recipient


def address_key(address: str) -> str:
    """How addresses are compared."""
    return " ".join(address.split()).casefold()


def cleaned(recipients: Recipients, without: Collection[str] = ()) -> Recipients:
    """Everybody once, in the most open place that names them; nobody whose key is in `without`.

    Raises Invalid("recipient.invalid"), Invalid("recipient.too_many").
    """
    if len(recipients.everybody) > MOST:
        raise Invalid("recipient.too_many", count=len(recipients.everybody), limit=MOST)
    taken = set(without)

    def fresh(several: Iterable[Recipient]) -> Iterable[Recipient]:
        for one in several:
            key = address_key(checked(one).address)
            if key not in taken:
                taken.add(key)
                yield one

    return Recipients(
        tuple(fresh(recipients.to)), tuple(fresh(recipients.cc)), tuple(fresh(recipients.bcc))
    )


def readable(recipients: Recipients) -> Recipients:
    """Of what a message from outside names the addresses that are some, `MOST` at the most."""
    left = MOST

    def usable(several: Iterable[Recipient]) -> Iterable[Recipient]:
        nonlocal left
        for one in several:
            named = Recipient(one.address.strip(), clean_line(one.name, LONGEST_NAME))
            if left and len(named.address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(named.address):
                left -= 1
                yield named

    return Recipients(
        tuple(usable(recipients.to)), tuple(usable(recipients.cc)), tuple(usable(recipients.bcc))
    )


def joined(first: Recipients, second: Recipients) -> Recipients:
    """The recipients of two texts that become one."""
    return Recipients(
        _once(first.to, second.to), _once(first.cc, second.cc), _once(first.bcc, second.bcc)
    )


def _once(*several: Sequence[Recipient]) -> tuple[Recipient, ...]:
    found = {address_key(one.address): one for part in reversed(several) for one in part}
    order = dict.fromkeys(address_key(one.address) for part in several for one in part)
    return tuple(found[key] for key in order)


def shown(recipient: Recipient) -> str:
    """A recipient as one writes them; not cleaned for a reader."""
    return f"{recipient.name} <{recipient.address}>" if recipient.name else recipient.address


def line_of(several: Iterable[Recipient]) -> str:
    """Recipients as `read_recipients` reads them."""
    return ", ".join(_quoted(one) for one in several)


def _quoted(recipient: Recipient) -> str:
    if not re.search(r'[,;"]', recipient.name):
        return shown(recipient)
    return f'"{recipient.name.replace(chr(34), "")}" <{recipient.address}>'


def kept(recipients: Recipients) -> str:
    """Recipients as a draft keeps them; nothing for nobody."""
    if recipients == NOBODY_ELSE:
        return ""
    places = {
        place: [[one.address, one.name] for one in several]
        for place, several in by_place(recipients)
    }
    return json.dumps(places, ensure_ascii=False)


def by_place(recipients: Recipients) -> tuple[tuple[str, tuple[Recipient, ...]], ...]:
    """The places that name somebody, the most open first."""
    places = (("to", recipients.to), ("cc", recipients.cc), ("bcc", recipients.bcc))
    return tuple((place, several) for place, several in places if several)


def read_kept(written: str) -> Recipients:
    """What `kept` has written."""
    if not written:
        return NOBODY_ELSE
    places = json.loads(written)
    return Recipients(
        **{place: tuple(Recipient(*one) for one in several) for place, several in places.items()}
    )
