"""How many people answer live channels: Erlang C (R8, F131).

For calls and chats, where who waits stays on the line. Arrivals per hour, times in seconds.
"""

from math import exp, floor, inf

from supportdesk.records import dataclass

HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Service:
    """What those who wait get from so many people."""

    people: int
    waits: float
    """The share of clients who wait at all."""
    answer_seconds: float
    """How long a client waits on average; endless where more comes in than is worked off."""
    level: float
    """The share of clients answered within the time that was promised."""
    occupancy: float
    """The share of their time that people spend on clients."""


def blocked(load: float, people: int) -> float:
    """Erlang B, by its recursion: the share that would be turned away if nobody could wait.

    `load` is in erlangs: arrivals × handling time.
    """
    share = 1.0
    for one in range(1, people + 1):
        share = load * share / (one + load * share)
    return share


def service(per_hour: float, handling: float, people: int, within: float) -> Service:
    """What `people` give to `per_hour` clients of `handling` seconds, answered `within` seconds."""
    return _service(per_hour * handling / HOUR, handling, people, within, None)


def people_needed(per_hour: float, handling: float, level: float, within: float) -> Service:
    """The fewest people who answer the share `level`, under 1, `within` seconds."""
    load = per_hour * handling / HOUR
    if load <= 0:
        return Service(0, 0.0, 0.0, 1.0, 0.0)
    people = floor(load) + 1
    share = blocked(load, people)
    while (found := _service(load, handling, people, within, share)).level < level:
        people += 1
        share = load * share / (people + load * share)
    return found


def _service(
    load: float, handling: float, people: int, within: float, share: float | None
) -> Service:
    if load <= 0:
        return Service(people, 0.0, 0.0, 1.0, 0.0)
    if people <= load:
        return Service(people, 1.0, inf, 0.0, 1.0)
    turned_away = blocked(load, people) if share is None else share
    occupancy = load / people
    waits = turned_away / (1 - occupancy * (1 - turned_away))
    free = (people - load) / handling
    return Service(people, waits, waits / free, 1 - waits * exp(-free * within), occupancy)
