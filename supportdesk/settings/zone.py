"""Which time zone an operator reads and writes times in."""

import os
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path

LOCAL_TIME = Path("/etc/localtime")


def zone_named(name: str) -> tzinfo | None:
    """The zone with this IANA name (`Europe/Kyiv`), or None when there is none."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def system_zone(environment: Mapping[str, str] = os.environ) -> tzinfo:
    """The zone of this machine: `TZ`, else what /etc/localtime says, else UTC."""
    from zoneinfo import ZoneInfo

    wanted = environment.get("TZ", "").lstrip(":")
    if wanted:
        return zone_named(wanted) or UTC
    try:
        place = str(LOCAL_TIME.resolve(strict=True))
        named = zone_named(place.partition("/zoneinfo/")[2])
        if named is not None:
            return named
        with LOCAL_TIME.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return UTC
