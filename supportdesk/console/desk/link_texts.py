"""What the copy of another desk is, in the first line: as its desk is, or what stands between."""

from collections.abc import Collection, Mapping

from supportdesk.console import text
from supportdesk.console.times import Watch
from supportdesk.console.widgets.header import LinkWords
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.later import N_
from supportdesk.store.read.sendings import (
    QUEUED,
    SENDING,
    SENT,
    STOPPED,
    UNKNOWN,
    Because,
    LinkRow,
)

NOT_REACHED = ("remote.unreachable", "remote.busy")
"""Troubles that pass by themselves; others need somebody."""

HOLDS = 60_000
"""Milliseconds for which a copy is as its desk is: whoever follows it says so more often."""

LONGEST_NAME = 16

_DECISIONS = ((STOPPED, N_("{count} STOPPED")), (UNKNOWN, N_("{count} UNCLEAR")))
"""What somebody has to decide about."""


def passes_by_itself(trouble: Because) -> bool:
    """Whether the other desk is only not reached, and is tried again until it is."""
    return str(trouble.get("code")) in NOT_REACHED


def stale_since(link: LinkRow | None, now: int) -> int | None:
    """The moment as of which a copy stands that does not follow its desk now (milliseconds)."""
    synced_at = 0 if link is None else link.synced_at or 0
    if link is None or (link.complete and not link.trouble and now - synced_at <= HOLDS):
        return None
    return synced_at


def link_words(
    link: LinkRow, counts: Mapping[str, int], watch: Watch, held: Collection[int] = ()
) -> LinkWords:
    """How the copy stands, with `counts` of what was done here by state.

    `held` are the entries behind which something waits: one for each thing that does.
    """
    name = text.line(link.name, LONGEST_NAME)
    waiting = sum(counts.get(state, 0) for state in (QUEUED, SENDING, SENT))
    decisions = [
        _(said).format(count=counts[state]) for state, said in _DECISIONS if counts.get(state)
    ]
    trouble = _trouble(link, watch)
    if trouble:
        waits = ngettext("{count} waits", "{count} wait", waiting).format(count=waiting)
        rest = [*([waits] if waiting else []), *decisions]
        long, short = (_joined(f"{name} ✗ {one}", rest) for one in trouble)
        return LinkWords(long, short, needs_a_look=True)
    if not link.complete:
        return LinkWords(*2 * (_joined(name, [_reading(link)]),))
    rest = [*_going(waiting - len(held)), *_held(held), *decisions]
    if decisions:
        keyed = [*rest[:-1], f"{rest[-1]}: {key_of('outbox')}"]
        return LinkWords(_joined(name, keyed), _joined(name, decisions), needs_a_look=True)
    if rest:
        return LinkWords(*2 * (_joined(name, rest),))
    synced_at = link.synced_at or 0
    if watch.now - synced_at > HOLDS:
        was = _("as it was {when}").format(when=watch.stamp(synced_at))
        return LinkWords(*2 * (_joined(name, [was]),))
    as_it_is = _("as it is")
    return LinkWords(f"{name} ● {as_it_is}", f"{name} ●")


def _going(count: int) -> list[str]:
    said = ngettext("{count} on its way", "{count} on their way", count)
    return [said.format(count=count)] if count > 0 else []


def _held(held: Collection[int]) -> list[str]:
    """How much waits behind which entries."""
    said = ngettext("{count} waits behind {entries}", "{count} wait behind {entries}", len(held))
    entries = ", ".join(map(str, sorted(set(held))))
    return [said.format(count=len(held), entries=entries)] if held else []


def _trouble(link: LinkRow, watch: Watch) -> tuple[str, str] | None:
    """Why the desk is not followed, long and short; None while it is."""
    if not link.trouble or link.failing_since is None:
        return None
    when = watch.stamp(link.failing_since)
    if passes_by_itself(link.trouble):
        return _("not reached since {when}").format(when=when), _("not reached")
    if link.trouble.get("code") == "remote.signed_out":
        return _("token refused since {when}").format(when=when), _("token refused")
    return _("not followed since {when}").format(when=when), _("not followed")


def _reading(link: LinkRow) -> str:
    """How far the first reading is."""
    if not link.total:
        return _("reading")
    part = min(99, 100 * link.progress // link.total)
    return _("reading {part} %").format(part=part)


def _joined(first: str, rest: list[str]) -> str:
    return " · ".join([first, *rest])
