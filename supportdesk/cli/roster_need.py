"""How many people are needed in each hour of the week, as scripts see it (F131)."""

from datetime import tzinfo
from math import isinf

from supportdesk.cli.roster_load import Item
from supportdesk.desk.needs import Need
from supportdesk.domain.erlang import Service
from supportdesk.domain.load import HOURS, WEEKDAYS
from supportdesk.domain.working_hours import DAYS


def need_object(need: Need, zone: tzinfo) -> Item:
    """The whole week; of mail also the share in time on its worst day."""
    in_time = {} if need.workload is None else {"in_time": round(need.workload.in_time, 4)}
    cells = [_cell(need, weekday, hour) for weekday in WEEKDAYS for hour in HOURS]
    return {**_head(need, zone), **in_time, "need": cells}


def _head(need: Need, zone: tzinfo) -> Item:
    foreseen = need.found.foreseen
    return {
        "channel": str(need.wanted.channel),
        "timezone": str(zone),
        "hours": need.wanted.hours.written,
        "level": need.wanted.level,
        "within_seconds": need.wanted.within,
        "handling_seconds": round(need.each.seconds, 3),
        "handling_source": need.each.source,
        "night_share": round(need.found.night_share, 4),
        "forecast": None
        if foreseen is None
        else {
            "weeks": foreseen.weeks,
            "error": {
                "hourly": round(foreseen.error.hourly, 4),
                "daily": round(foreseen.error.daily, 4),
                "bias": round(foreseen.error.bias, 4),
            },
        },
    }


def _cell(need: Need, weekday: int, hour: int) -> Item:
    cell: Item = {
        "weekday": DAYS[weekday],
        "hour": hour,
        "arrivals": round(need.found.week[weekday][hour], 3),
    }
    if need.workload is None:
        return {**cell, **_service_object(need.services[weekday][hour])}
    backlog = round(need.workload.backlog[weekday][hour], 2)
    return {**cell, "people": need.people[weekday][hour], "backlog_hours": backlog}


def _service_object(one: Service) -> Item:
    return {
        "people": one.people,
        "waits": round(one.waits, 4),
        "answer_seconds": None if isinf(one.answer_seconds) else round(one.answer_seconds, 2),
        "level": round(one.level, 4),
        "occupancy": round(one.occupancy, 4),
    }
