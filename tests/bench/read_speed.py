"""Speed of the reads, inside one process."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from supportdesk.desk.opening import open_desk
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import clients, desk_lists, links, search, threads, tickets

ME = 1
ALL = "-category:done wake:none"
SEARCHES = (
    "заказа",
    "оплатами",
    "refunds",
    "доставка возврат",
    "tenmosper",
    "поддержк* владелец",
    'queue:"Queue 03" ошибка',
    "-category:done invoice",
)


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of so many runs took."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def first_screen(path: Path) -> list[float]:
    """All reads of the first screen together, warm: counts, lists, a page, thread, links, card."""
    desk = open_desk(path, now)
    query = parse_query(ALL, now=now(), zone=UTC, me=ME)

    def everything() -> None:
        numbers = desk.ask(search.numbers, query, limit=64)
        rows = desk.ask(tickets.rows, list(numbers), ME)
        desk.ask(tickets.counts, ME)
        desk.ask(desk_lists.queues)
        desk.ask(threads.messages, rows[0].number)
        desk.ask(links.of_ticket, rows[0].number)
        desk.ask(clients.card, rows[0].client_id)

    everything()
    found = milliseconds(everything, 200)
    desk.close()
    return found


def counters(path: Path) -> list[float]:
    """The live counts beside views and queues."""
    desk = open_desk(path, now)
    found = milliseconds(lambda: desk.ask(tickets.counts, ME), 300)
    desk.close()
    return found


def searches(path: Path) -> list[float]:
    """The first 50 hits with snippet, newest first, for frequent, rare and filtered words, warm."""
    desk = open_desk(path, now)
    found = []
    for text in SEARCHES:
        query = parse_query(text, now=now(), zone=UTC, me=ME)
        hits = partial(desk.ask, search.search_hits, query, limit=50)
        hits()
        found += milliseconds(hits, 25)
    desk.close()
    return found
