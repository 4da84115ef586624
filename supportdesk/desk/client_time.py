"""What time it is for a client, and whether that is within the hours of the contract (F55)."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.domain.errors import Invalid
from supportdesk.store.read.client_rows import ClientCard, OrganisationRow


def zone_named(name: str | None) -> tzinfo | None:
    """The zone of this name, or None for one nobody has."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def client_zone(card: ClientCard) -> tzinfo | None:
    """The client's zone, else that of the organisation; None where neither is known."""
    theirs = None if card.organisation is None else card.organisation.timezone
    return zone_named(card.timezone) or zone_named(theirs)


def local_time(card: ClientCard, now: datetime) -> str | None:
    """The time of day where the client is, `14:05`."""
    zone = client_zone(card)
    return None if zone is None else f"{now.astimezone(zone):%H:%M}"


def within_hours(organisation: OrganisationRow, now: datetime, zone: tzinfo | None) -> bool | None:
    """Whether `now` lies within the hours of a contract that still runs; None without hours.

    The hours are those of the organisation's zone, else of `zone`, the desk's.
    """
    if not organisation.hours:
        return None
    from supportdesk.domain.working_hours import parse_hours

    local = now.astimezone(zone_named(organisation.timezone) or zone)
    if organisation.until and local.date().isoformat() > organisation.until:
        return False
    try:
        return parse_hours(organisation.hours).holds(local)
    except Invalid:
        return None
