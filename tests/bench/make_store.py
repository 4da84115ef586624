"""Make a big store for measuring: `python -m tests.bench.make_store --tickets N [FILE]`.

About 5.5 messages and 0.2 clients a ticket, 20 queues, 50 operators, 8 % at work, as the budgets
of speed.md assume. Rows are written directly in the store's own schema (a million tickets
through the desk would take an hour); `doctor` accepts the result, which a test holds.
"""

import argparse
import json
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from uuid import UUID

from supportdesk.domain.ticket import STATES
from supportdesk.domain.words import stems
from supportdesk.store.read.message_index import row_of
from supportdesk.store.write.migrate import create_store
from tests.bench.vocabulary import sentences

QUEUES = 20
OPERATORS = 50
DAY = 86_400_000
NEWEST = 1_772_000_000_000
"""Everything happened before this moment (February 2026), in milliseconds."""
HOUR = 3_600_000
FAR = 4_000_000_000_000
"""Until then (2096) tickets sleep that do: nothing falls due while something is measured."""

FIRST_NAMES = "Анна Мария Иван Пётр Олег Елена Олена Ганна John Mary Peter Alice Emma".split()
LAST_NAMES = "Лесная Полевой Ветров Зорин Гай Вербова Brook Hill Marsh Field Stone".split()
LIVE_STATES = ("new", "open", "waiting", "hold", "solved", "closed")
LIVE_WEIGHTS = tuple(accumulate((1.0, 3.0, 2.5, 1.5, 6.0, 86.0)))


@dataclass(slots=True)
class Pool:
    """Sentences with their word forms worked out once."""

    texts: list[str]
    forms: list[str]

    @classmethod
    def make(cls, seed: int, count: int, *, russian: bool) -> "Pool":
        """A pool of `count` sentences."""
        texts = sentences(seed, count, russian=russian)
        return cls(texts, [stems(text) for text in texts])


def main() -> None:
    """Read the arguments and make the store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("file", type=Path, nargs="?", default=Path("bench.desk"))
    arguments = parser.parse_args()
    if arguments.file.exists():
        sys.exit(f"{arguments.file} exists already")
    make_store(arguments.file, arguments.tickets, arguments.seed)


def make_store(path: Path, tickets: int, seed: int = 42) -> None:
    """Make a store of so many tickets at `path`."""
    create_store(path)
    pick = random.Random(seed)
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("PRAGMA synchronous=OFF")
    store.execute("PRAGMA cache_size=-400000")
    store.execute("BEGIN")
    clients = max(tickets // 5, 10)
    _people(store, pick, clients)
    size = min(tickets * 2, 60_000)
    pools = (Pool.make(1, size, russian=True), Pool.make(2, size, russian=False))
    plans = [_plan(pick, number, tickets, clients) for number in range(1, tickets + 1)]
    conversations = _conversations(pick, plans, pools)
    for part in iter(lambda: list(islice(conversations, 2_000)), []):
        _write(store, part)
    _counters(store)
    _words(store)
    store.execute("COMMIT")
    store.execute("ANALYZE")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


@dataclass(slots=True)
class Plan:
    """What a ticket is to be."""

    number: int
    client: int
    queue: int
    owner: int | None
    state: str
    priority: int
    messages: int
    created: int


def _plan(pick: random.Random, number: int, tickets: int, clients: int) -> Plan:
    age = 1 - number / tickets
    live = age < 0.3 or pick.random() < 0.03
    state = pick.choices(LIVE_STATES, cum_weights=LIVE_WEIGHTS)[0] if live else "closed"
    about = NEWEST - int(age * 1000 * DAY) - pick.randrange(3 * DAY) - 40 * HOUR
    created = about - about % HOUR + number * 7_919 % HOUR  # no two tickets in one millisecond
    return Plan(
        number=number,
        client=int(clients * pick.random() ** 1.6) + 1,
        queue=int(QUEUES * pick.random() ** 1.5) + 1,
        owner=None if state == "new" or pick.random() < 0.2 else pick.randint(1, OPERATORS),
        state=state,
        priority=pick.choices((0, 1, 2, 3), (15, 65, 15, 5))[0],
        messages=max(1, min(40, int(pick.expovariate(1 / 5.0)) + 1)),
        created=created,
    )


@dataclass(slots=True)
class Conversation:
    """The rows of one ticket."""

    ticket: tuple[object, ...]
    messages: list[tuple[object, ...]]
    index: list[tuple[object, ...]]
    spans: list[tuple[object, ...]]
    events: list[tuple[object, ...]]


def _conversations(
    pick: random.Random, plans: list[Plan], pools: tuple[Pool, Pool]
) -> Iterator[Conversation]:
    for plan in plans:
        yield _conversation(pick, plan, pools[plan.client % 10 >= 7])


def _conversation(pick: random.Random, plan: Plan, pool: Pool) -> Conversation:
    subject = pick.randrange(len(pool.texts))
    messages: list[tuple[object, ...]] = []
    index: list[tuple[object, ...]] = []
    unanswered: list[int] = []
    replies, newest_client = 0, 0
    for place in range(plan.messages):
        chosen = [pick.randrange(len(pool.texts)) for _ in range(1 + int(pick.random() ** 2 * 6))]
        body = " ".join(pool.texts[n] for n in chosen)
        forms = " ".join(pool.forms[n] for n in chosen)
        sent = plan.created + place * HOUR
        identity = sent << 20
        by_client = place % 2 == 0
        if by_client:
            unanswered.append(sent)
            newest_client = identity
        else:
            unanswered.clear()
            replies += 1
        author = (None, plan.client) if by_client else (plan.owner or 1, None)
        kind = "client" if by_client else "operator"
        delivery = "received" if by_client else "recorded"
        identifiers = (identity, _uuid(1, identity), f"m{plan.number}-{place}", plan.number)
        messages.append((*identifiers, kind, *author, f"Author {plan.number % 97}", body, delivery))
        client_words, reply_words = (forms, "") if by_client else ("", forms)
        index.append((row_of(identity), client_words, reply_words, pool.forms[subject]))
    updated = plan.created + plan.messages * HOUR
    state = STATES[plan.state]
    done = plan.state in ("solved", "closed")
    asleep = plan.state in ("open", "waiting") and pick.random() < 0.05
    ticket = (
        plan.number,
        _uuid(2, plan.number),
        f"t{plan.number}",
        pool.texts[subject][:80],
        plan.state,
        int(state.category),
        plan.priority,
        "help" if done else None,
        plan.queue,
        plan.owner,
        plan.client,
        "email",
        plan.created,
        updated,
        updated if done else None,
        updated if plan.state == "closed" else None,
        FAR + plan.number * 1000 if asleep else None,
        unanswered[0] if unanswered else None,
        len(unanswered),
        plan.messages,
        replies,
        plan.messages - replies,
        newest_client,
        plan.number,
    )
    where = (plan.queue, plan.owner)
    spans: list[tuple[object, ...]] = [
        (plan.number, 1, plan.created, updated, "new", 0, plan.queue, None, 0),
        (plan.number, 2, updated, None, plan.state, int(state.category), *where, asleep),
    ]
    events: list[tuple[object, ...]] = [
        (plan.created, _uuid(3, plan.number), plan.number, plan.number, "present", "1")
    ]
    return Conversation(ticket, messages, index, spans, events)


def _uuid(family: int, number: int) -> str:
    return str(UUID(int=family << 100 | number))


def _write(store: sqlite3.Connection, part: list[Conversation]) -> None:
    store.executemany(
        "INSERT INTO ticket(id, uuid, origin, source_id, subject, state, category, priority, kind,"
        " queue_id, owner_id, client_id, channel, created_at, updated_at, solved_at, closed_at,"
        " wake_at, waiting_since, unanswered, messages, replies, client_messages,"
        " last_client_message, last_event,"
        f" reopens) VALUES (?,?,'local',{','.join('?' * 22)},0)",
        [conversation.ticket for conversation in part],
    )
    store.executemany(
        "INSERT INTO message(id, uuid, source_id, ticket_id, kind, operator_id, client_id, author,"
        " body, delivery, withdrawn, attachments) VALUES (?,?,?,?,?,?,?,?,?,?,0,0)",
        [message for conversation in part for message in conversation.messages],
    )
    store.executemany(
        "INSERT INTO message_text(rowid, client, reply, subject) VALUES (?,?,?,?)",
        [row for conversation in part for row in conversation.index],
    )
    store.executemany(
        "INSERT INTO ticket_span(ticket_id, number, from_at, to_at, state, category, queue_id,"
        " owner_id, asleep) VALUES (?,?,?,?,?,?,?,?,?)",
        [span for conversation in part for span in conversation.spans],
    )
    store.executemany(
        "INSERT INTO event(at, envelope_id, subject, subject_id, ticket_id, field, after)"
        " VALUES (?,?,'ticket',?,?,?,?)",
        [event for conversation in part for event in conversation.events],
    )


def _people(store: sqlite3.Connection, pick: random.Random, clients: int) -> None:
    store.executemany(
        "INSERT INTO queue(id, uuid, origin, name, line) VALUES (?,?,'local',?,?)",
        [(n, _uuid(4, n), f"Queue {n:02}", 1 + n % 3) for n in range(1, QUEUES + 1)],
    )
    store.executemany(
        "INSERT INTO operator(id, uuid, origin, name, login, role, active)"
        " VALUES (?,?,'local',?,?,'operator',1)",
        [(n, _uuid(5, n), f"Operator {n:02}", f"operator{n}") for n in range(1, OPERATORS + 1)],
    )
    traits = json.dumps({"skill": "novice"})
    for n in range(1, clients + 1):
        name = f"{pick.choice(FIRST_NAMES)} {pick.choice(LAST_NAMES)}"
        address = f"client{n}@example{n % 97}.org"
        store.execute(
            "INSERT INTO client(id, uuid, origin, name, language, vip, traits, created_at)"
            " VALUES (?,?,'local',?,?,?,?,?)",
            (n, _uuid(6, n), name, "ru" if n % 10 < 7 else "en", n % 50 == 0, traits, NEWEST),
        )
        store.execute(
            "INSERT INTO client_address(client_id, kind, key, shown) VALUES (?,'email',?,?)",
            (n, address, address),
        )
        store.execute(
            "INSERT INTO client_text(rowid, words) VALUES (?,?)",
            (n, stems(f"{name} {address} {address}")),
        )


def _counters(store: sqlite3.Connection) -> None:
    found = Counter(
        store.execute(
            "SELECT coalesce(owner_id, 0), queue_id, category, wake_at IS NOT NULL FROM ticket"
            " UNION ALL SELECT -1, queue_id, category, wake_at IS NOT NULL FROM ticket"
        )
    )
    store.executemany(
        "INSERT INTO ticket_count(owner_id, queue_id, category, asleep, n) VALUES (?,?,?,?,?)",
        [(*place, n) for place, n in found.items()],
    )
    store.execute(
        "INSERT INTO due_work(at, kind, ref)"
        " SELECT wake_at, 'wake', id FROM ticket WHERE wake_at NOT NULL"
    )


def _words(store: sqlite3.Connection) -> None:
    """The words of the index by themselves, as the store keeps them."""
    for index in ("message_text", "client_text"):
        store.execute(
            f"CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab(main, {index}, row)"
        )
        store.execute(
            f"INSERT INTO indexed_word(word) SELECT term FROM temp.{index}_words WHERE true"
            " ON CONFLICT DO NOTHING"
        )


if __name__ == "__main__":
    main()
