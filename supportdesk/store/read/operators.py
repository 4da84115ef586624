"""What those who work are doing: for the list of operators, the header and the lead's board."""

from supportdesk.domain.staffing import read_caps, read_queues, read_skills
from supportdesk.records import dataclass
from supportdesk.store.read import dealing
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.own_work import first_cap


@dataclass(frozen=True, slots=True)
class AtWork:
    """An operator now: times in milliseconds, None for never."""

    id: int
    name: str
    login: str | None
    role: str
    status: str
    since: int | None
    """None where no status was ever set."""
    load: int
    """New and active tickets that are not asleep (R8)."""
    cap: int
    """On the first of the lines they work."""
    oldest_unanswered: int | None
    last_action: int | None
    taken_back: int
    """Tickets that were dealt to them and lay untouched."""
    queues: tuple[int, ...]
    """None of them means all."""
    skills: tuple[str, ...]
    caps: tuple[tuple[int, int], ...]
    """Own caps by line."""
    starts: str | None
    away_until: int | None
    substitute: str | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A planned or running absence; moments in milliseconds."""

    id: int
    operator_id: int
    operator: str
    since: int
    until: int
    substitute: str | None


@dataclass(frozen=True, slots=True)
class DealtQueue:
    """How a queue is dealt."""

    id: int
    dealing: str
    take_back: int
    skills: tuple[str, ...]


_AT_WORK = """
SELECT o.id, o.name, o.login, o.role, o.status, o.status_since, coalesce(l.load, 0),
       o.queues, o.skills, o.caps, o.starts, w.oldest,
       (SELECT v.at FROM envelope v WHERE v.actor_id = o.id ORDER BY v.number DESC LIMIT 1),
       (SELECT count(*) FROM dealt d WHERE d.operator_id = o.id AND d.taken_back_at IS NOT NULL),
       a.until_at, s.name
  FROM operator o
  LEFT JOIN (SELECT owner_id, sum(n) AS load FROM ticket_count
              WHERE owner_id > 0 AND category <= 1 AND asleep = 0 GROUP BY owner_id) l
         ON l.owner_id = o.id
  LEFT JOIN (SELECT owner_id, min(waiting_since) AS oldest FROM ticket
              WHERE owner_id IS NOT NULL AND category < 4 AND category <= 1
              GROUP BY owner_id) w ON w.owner_id = o.id
  LEFT JOIN absence a ON a.id = (SELECT id FROM absence WHERE operator_id = o.id
              AND NOT withdrawn AND from_at <= :now AND :now < until_at
              ORDER BY until_at DESC LIMIT 1)
  LEFT JOIN operator s ON s.id = a.substitute_id
 WHERE o.active ORDER BY o.name, o.id
"""


def at_work(connection: Reader, now: int) -> list[AtWork]:
    """Every operator as they are at `now`, by name."""
    caps = dealing.caps(dealing.on(connection))
    lines = dict(connection.execute("SELECT id, line FROM queue"))
    return [
        AtWork(
            id=number,
            name=name,
            login=login,
            role=role,
            status=status,
            since=since,
            load=load,
            cap=first_cap(caps, lines, queues, own_caps),
            oldest_unanswered=oldest,
            last_action=last_action,
            taken_back=taken_back,
            queues=tuple(sorted(read_queues(queues))),
            skills=tuple(sorted(read_skills(skills))),
            caps=tuple(sorted(read_caps(own_caps).items())),
            starts=starts,
            away_until=away_until,
            substitute=substitute,
        )
        for (
            number,
            name,
            login,
            role,
            status,
            since,
            load,
            queues,
            skills,
            own_caps,
            starts,
            oldest,
            last_action,
            taken_back,
            away_until,
            substitute,
        ) in connection.execute(_AT_WORK, {"now": now})
    ]


def statuses_at(connection: Reader, at: int) -> dict[int, tuple[str, int]]:
    """Operator → status and since when, at any moment; who had none is left out."""
    return {
        operator: (status, since)
        for operator, status, since in connection.execute(
            "SELECT operator_id, status, from_at FROM operator_span"
            " WHERE from_at <= :at AND (to_at IS NULL OR to_at > :at)",
            {"at": at},
        )
    }


def time_in_status(connection: Reader, since: int, until: int) -> list[tuple[int, str, int]]:
    """(operator, status, milliseconds) between two moments; running ones count up to `until`."""
    found = connection.execute(
        "SELECT operator_id, status, sum(min(coalesce(to_at, :until), :until)"
        " - max(from_at, :since)) FROM operator_span"
        " WHERE from_at < :until AND (to_at IS NULL OR to_at > :since)"
        " GROUP BY operator_id, status ORDER BY operator_id, status",
        {"since": since, "until": until},
    )
    return [(operator, status, spent) for operator, status, spent in found]


def absences(connection: Reader, now: int) -> list[AbsenceRow]:
    """The absences that are not over, in the order in which they begin."""
    return [
        AbsenceRow(*found)
        for found in connection.execute(
            "SELECT a.id, a.operator_id, o.name, a.from_at, a.until_at, s.name FROM absence a"
            " JOIN operator o ON o.id = a.operator_id"
            " LEFT JOIN operator s ON s.id = a.substitute_id"
            " WHERE NOT a.withdrawn AND a.until_at > :now ORDER BY a.from_at, a.id",
            {"now": now},
        )
    ]


def dealt_queues(connection: Reader) -> dict[int, DealtQueue]:
    """How each queue is dealt."""
    return {
        number: DealtQueue(number, mode, take_back, tuple(sorted(read_skills(skills))))
        for number, mode, take_back, skills in connection.execute(
            "SELECT id, dealing, take_back, skills FROM queue"
        )
    }


def dealt_since(connection: Reader, seq: int) -> list[tuple[int, int, str]]:
    """(ticket, operator, why) of the automatic assignments after change number `seq`."""
    found = connection.execute(
        "SELECT ticket_id, operator_id, why FROM dealt WHERE event > :seq ORDER BY id",
        {"seq": seq},
    )
    return [(ticket, operator, why) for ticket, operator, why in found]


def mail_notices(connection: Reader, operator: int) -> tuple[str, ...]:
    """What an operator is told of by mail."""
    found = connection.execute(
        "SELECT mail_notices FROM operator WHERE id = :operator", {"operator": operator}
    ).fetchone()
    return tuple(found[0].split()) if found else ()
