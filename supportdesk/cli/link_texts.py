"""A link as it stands: how far its copy is, for people and for scripts."""

from collections.abc import Sequence

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.errors import NotFound
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.times import utc_text_or_none
from supportdesk.settings.links import OWN, Link
from supportdesk.store.read import sendings
from supportdesk.store.read.connection import open_file
from supportdesk.store.read.sendings import OPEN, STOPPED, LinkRow


def state_of(link: Link) -> tuple[LinkRow | None, dict[str, int]]:
    """How far a copy is, and how many doings there are by state; read past the desk."""
    try:
        reader = open_file(link.store)
    except NotFound:
        return None, {}
    try:
        return sendings.link(reader), sendings.counts(reader)
    finally:
        reader.close()


def tell_link(session: Session, link: Link) -> None:
    """One line and what there is to say of its copy, or one object."""
    row, counts = state_of(link)
    item = link_object(link, row, counts)
    if session.as_json:
        session.output.item(item)
        return
    say = session.output.say
    say(f"{link.name}  {link.address}")
    if row is None:
        say(_("  It has no copy here: supportdesk link remove {name}").format(name=link.name))
        return
    for said in _lines(session, row, item):
        say(f"  {said}")


def link_object(link: Link, row: LinkRow | None, counts: dict[str, int]) -> dict[str, object]:
    """A link as scripts see it."""
    return {
        "link": link.name,
        "kind": link.kind,
        "address": link.address,
        "operator": None if row is None else row.operator_id,
        "store": str(link.store),
        "complete": row is not None and row.complete,
        "change": row.change if row is not None and row.kind == OWN else None,
        "last": None if row is None else row.total,
        "synced": None if row is None else utc_text_or_none(row.synced_at),
        "failing_since": None if row is None else utc_text_or_none(row.failing_since),
        "trouble": row.trouble.get("code") if row is not None else None,
        "waiting": sum(n for state, n in counts.items() if state in OPEN and state != STOPPED),
        "stopped": counts.get(STOPPED, 0),
    }


def _lines(session: Session, row: LinkRow, item: dict[str, object]) -> Sequence[str]:
    zone = session.settings.zone
    lines = []
    if not row.complete:
        lines.append(_("Read so far: {part} of {whole}").format(part=row.progress, whole=row.total))
    elif row.synced_at is not None:
        when = local_text(row.synced_at, zone)
        lines.append(_("As its desk was {when}").format(when=when))
    if row.failing_since is not None:
        why = sentence(str(row.trouble["code"]), row.trouble.get("parameters", {}), interface="cli")
        when = local_text(row.failing_since, zone)
        lines.append(_("Not reached since {when}: {why}").format(when=when, why=why))
    if item["waiting"]:
        lines.append(_("On their way: {count}").format(count=item["waiting"]))
    if item["stopped"]:
        lines.append(_("Stopped: {count}").format(count=item["stopped"]))
    return lines
