"""The question language as SQL: the twin of `domain.query_predicate` (law 7).

Conditions speak of the ticket as `t`. Values become named parameters or plain whole numbers;
nothing typed ever becomes SQL.
"""

from collections.abc import Sequence
from dataclasses import field

from supportdesk.domain.query import (
    And,
    Condition,
    Equals,
    Happened,
    Not,
    Or,
    Query,
    Term,
    Within,
    Words,
    top_words,
)
from supportdesk.domain.query_fields import ANY, CATEGORIES, PRIORITIES
from supportdesk.domain.query_predicate import (
    address_part,
    is_named,
    named_number,
    same,
    term_needles,
)
from supportdesk.domain.ticket import STATES, Category
from supportdesk.records import dataclass
from supportdesk.store.read import field_sql, letter_sql
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.event_sql import event_sql
from supportdesk.store.read.message_index import MESSAGE
from supportdesk.store.read.phrases import any_of
from supportdesk.store.read.sql_parts import joined, one_of, stands, within

NUMBERS = {
    "number": "t.id",
    "line": "(SELECT line FROM queue WHERE id = t.queue_id)",
    "priority": "t.priority",
    "messages": "t.messages",
    "replies": "t.replies",
    "reopens": "t.reopens",
    "rating": "t.rating",
    "rated": "t.rated_at",
    "created": "t.created_at",
    "updated": "t.updated_at",
    "solved": "t.solved_at",
    "closed": "t.closed_at",
    "wake": "t.wake_at",
    "waiting": "t.waiting_since",
    "due": "t.due_at",
    "risk": "t.risk_at",
    "silence": (
        "coalesce((SELECT max(id) FROM message WHERE ticket_id = t.id AND kind = 'operator'"
        " AND NOT withdrawn) >> 20, t.created_at)"
    ),
}
"""Columns of fields that hold whole numbers."""

NAMES = {"state": "t.state", "kind": "t.kind", "channel": "t.channel", "lang": "t.language"}

ORDER = "t.urgent, t.due_key, t.waiting_key, t.id"
"""The one order of R1."""

SORTS = {
    "due": "t.due_key",
    "waiting": "t.waiting_key",
    "created": "t.created_at",
    "updated": "t.updated_at",
    "number": "t.id",
    "priority": "t.priority",
    "messages": "t.messages",
    "vip": "(SELECT CASE WHEN vip THEN 1 ELSE 0 END FROM client WHERE id = t.client_id)",
}

_QUEUE_NAME = "(SELECT name FROM queue WHERE id = t.queue_id)"
_OWNER_NAME = "(SELECT name FROM operator WHERE id = t.owner_id)"
_CLIENT_NAME = "(SELECT name FROM client WHERE id = t.client_id)"
GROUPS = {
    "state": ("t.state", "t.category, t.state"),
    "queue": (_QUEUE_NAME, f"(SELECT line FROM queue WHERE id = t.queue_id), {_QUEUE_NAME}"),
    "owner": (_OWNER_NAME, f"{_OWNER_NAME}, t.owner_id"),
    "priority": ("t.priority", "t.priority DESC"),
    "kind": ("t.kind", "t.kind"),
    "client": (_CLIENT_NAME, f"{_CLIENT_NAME}, t.client_id"),
    "channel": ("t.channel", "t.channel"),
    "lang": ("t.language", "t.language"),
}
"""What a group is called in the store, and how groups are ordered: nothing comes first."""

CLIENT_COLUMN = "words"
"""The column of the index of clients with name and addresses; the other has the notes on them."""

OWNERS = {
    "owner": "t.owner_id",
    "first_owner": (
        "(SELECT owner_id FROM ticket_span WHERE ticket_id = t.id AND owner_id IS NOT NULL"
        " ORDER BY number LIMIT 1)"
    ),
}

_IN_FILES = (
    "SELECT m.ticket_id FROM attachment_text s JOIN message m ON m.id = s.rowid"
    " WHERE attachment_text MATCH {wanted}"
)
"""Tickets with words in the files of one message; only those that stand there are indexed."""

_DONE = Equals("category", ("done",))
AT_WORK = f"t.category < {int(Category.DONE)}"
"""As the indexes of tickets at work have it."""


@dataclass(slots=True)
class Compiled:
    """A condition as SQL, with its parameters."""

    connection: Reader
    me: int | None
    parameters: dict[str, object] = field(default_factory=dict)

    def name(self, value: object) -> str:
        """A parameter for `value`."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    def sql(self, condition: Condition) -> str:
        """The condition as SQL."""
        match condition:
            case And(parts):
                return joined([self.sql(part) for part in parts], "AND", "true")
            case Or(parts):
                return joined([self.sql(part) for part in parts], "OR", "false")
            case Not(part) if part == _DONE:
                return AT_WORK
            case Not(part):
                return f"NOT coalesce({self.sql(part)}, false)"
            case Words():
                return self._words(condition)
            case Happened(parts):
                return event_sql(self, parts)
            case (Equals() | Within()) as part if field_sql.is_custom(part.field):
                return field_sql.field_sql(self, part)
            case Within(name, low, high):
                return within(NUMBERS[name], low, high)
            case Equals(name, values):
                return self._equals(name, values)

    def asked(self, condition: Condition) -> str:
        """The condition of a question as SQL: a withdrawn ticket is found by its number alone."""
        words = top_words(condition)
        number = None if words is None else named_number(words)
        named = "" if number is None else f" OR t.id = {number}"
        return f"({self.sql(condition)} AND ({stands('t.id')}{named}))"

    def match(self, words: Words) -> str | None:
        """The full-text expression of the words, or None when nothing can match."""
        terms = term_needles(words)
        if not terms or not all(terms):
            return None
        expression = " AND ".join(f"({any_of(self.connection, term)})" for term in terms)
        return expression if words.column is None else f"{{{words.column}}} : ({expression})"

    def _words(self, words: Words) -> str:
        number = named_number(words)
        by_number = "false" if number is None else f"t.id = {number}"
        expression = self.match(words)
        if expression is None:
            return by_number
        wanted = self.name(expression)
        in_messages = (
            "t.id IN (SELECT ticket_id FROM message WHERE id IN"
            f" (SELECT {MESSAGE} FROM message_text s WHERE message_text MATCH {wanted}))"
        )
        if words.column is not None:
            return in_messages
        in_files = f"t.id IN ({_IN_FILES.format(wanted=wanted)})"
        by_client = (
            f"t.client_id IN (SELECT rowid FROM client_text WHERE client_text MATCH {wanted})"
        )
        return f"({in_messages} OR {in_files} OR {by_client} OR {by_number})"

    def _equals(self, name: str, values: tuple[str | int | None, ...]) -> str:
        plain = [value for value in values if value is not None]
        parts = [self._held(name, plain)] if plain else []
        if None in values:
            parts.append(self._empty(name))
        return joined(parts, "OR", "false")

    def _held(self, name: str, values: list[str | int]) -> str:
        match name:
            case "category" | "state":
                return self._in_state(name, values)
            case "priority":
                return one_of("t.priority", [PRIORITIES.index(str(value)) for value in values])
            case "owner" | "first_owner":
                return one_of(OWNERS[name], self.operators(values))
            case "queue":
                return one_of("t.queue_id", self.named("queue", values))
            case "thanked":
                return joined(
                    [f"t.thanked = {int(value == 'yes')}" for value in values], "OR", "false"
                )
            case "tag":
                tags = one_of("tag_id", self._tags(values))
                return f"t.id IN (SELECT ticket_id FROM ticket_tag WHERE {tags})"
            case "follower":
                who = one_of("operator_id", self.operators(values))
                return f"t.id IN (SELECT ticket_id FROM ticket_follower WHERE {who})"
            case "company" | "vip":
                return self._of_client(name, values)
            case "client" | "email" | "phone" | "attachment":
                return joined([self._part(name, str(value)) for value in values], "OR", "false")
        return self._named(name, values)

    def _part(self, name: str, value: str) -> str:
        """A field of which a part is enough."""
        if name == "client":
            return self._client(value)
        return self._attachment(value) if name == "attachment" else self._address(name, value)

    def _named(self, name: str, values: list[str | int]) -> str:
        if name == "mail":
            return letter_sql.has_letter(str(value) for value in values)
        wanted_names = ", ".join(self.name(same(value)) for value in values)
        return f"{NAMES[name]} IN ({wanted_names})"

    def _in_state(self, name: str, values: list[str | int]) -> str:
        """Of tickets at work it is said that they are: their indexes serve nothing else."""
        if name == "state":
            categories = [STATES[str(value)].category for value in values]
            condition = self._named(name, values)
        else:
            categories = [Category(CATEGORIES.index(str(value))) for value in values]
            condition = one_of("t.category", categories)
        return f"({condition} AND {AT_WORK})" if max(categories) < Category.DONE else condition

    def _empty(self, name: str) -> str:
        match name:
            case "owner" | "first_owner":
                return f"{OWNERS[name]} IS NULL"
            case "tag" | "follower":
                return f"NOT EXISTS (SELECT 1 FROM ticket_{name} WHERE ticket_id = t.id)"
            case "company":
                return "t.client_id IN (SELECT id FROM client WHERE organisation_id IS NULL)"
            case "email" | "phone":
                return (
                    "NOT EXISTS (SELECT 1 FROM client_address"
                    f" WHERE client_id = t.client_id AND kind = '{name}')"
                )
            case "attachment":
                return f"NOT {self._attachment(ANY)}"
        return f"{NUMBERS.get(name) or NAMES[name]} IS NULL"

    def operators(self, values: Sequence[str | int]) -> list[int]:
        """Ids of the operators with one of these names; `me` is who asks."""
        found = self.connection.execute("SELECT id, name, login FROM operator").fetchall()
        return [
            identity
            for identity, name, login in found
            if any(
                identity == self.me if value == "me" else is_named(str(value), name, login)
                for value in values
            )
        ]

    def named(self, table: str, values: Sequence[str | int]) -> list[int]:
        """Ids of the rows of a small table that have one of these names, in any case."""
        wanted = {same(value) for value in values}
        return [
            identity
            for identity, name in self.connection.execute(f"SELECT id, name FROM {table}")
            if same(name) in wanted
        ]

    def _of_client(self, name: str, values: list[str | int]) -> str:
        if name == "vip":
            wanted = one_of("vip", [int(value == "yes") for value in values])
        else:
            wanted = one_of("organisation_id", self.named("organisation", values))
        return f"t.client_id IN (SELECT id FROM client WHERE {wanted})"

    def _tags(self, values: list[str | int]) -> list[int]:
        """Ids of the tags that mean what one of these names means."""
        wanted = {same(value) for value in values}
        found = self.connection.execute("SELECT id, name, coalesce(synonym_of, id) FROM tag")
        every = found.fetchall()
        meant = {means for _identity, name, means in every if same(name) in wanted}
        return [identity for identity, _name, means in every if means in meant]

    def _client(self, value: str) -> str:
        expression = self.match(Words((Term(value),), CLIENT_COLUMN))
        if expression is None:
            return "false"
        return (
            "t.client_id IN (SELECT rowid FROM client_text"
            f" WHERE client_text MATCH {self.name(expression)})"
        )

    def _address(self, kind: str, value: str) -> str:
        part = address_part(value, digits=kind == "phone")
        if not part:
            return "false"
        return (
            "t.client_id IN (SELECT client_id FROM client_address"
            f" WHERE kind = '{kind}' AND instr(key, {self.name(part)}) > 0)"
        )

    def _attachment(self, value: str) -> str:
        """By a part of its name, or by words of its text (F149)."""
        named, with_words = "true", ""
        if value != ANY:
            named = f"instr(same(a.name), {self.name(same(value))}) > 0"
            expression = self.match(Words((Term(value),)))
            if expression is not None:
                with_words = f" UNION {_IN_FILES.format(wanted=self.name(expression))}"
        return (
            "t.id IN (SELECT m.ticket_id FROM attachment a JOIN message m ON m.id = a.message_id"
            f" WHERE NOT m.withdrawn AND {named}{with_words})"
        )


def numbers_sql(connection: Reader, query: Query) -> tuple[str, dict[str, object]]:
    """A statement that lists the numbers of the query's tickets, in its order.

    A grouped one lists beside each the name of its group.
    """
    compiled = Compiled(connection, query.me)
    condition = compiled.asked(query.condition)
    keys = [f"{SORTS[sort.field]} {'DESC' if sort.descending else 'ASC'}" for sort in query.sort]
    order = ", ".join([*keys, "t.id"]) if keys else ORDER
    listed = "t.id"
    if query.group:
        name, before = GROUPS[query.group]
        listed, order = f"t.id, {name}", f"{before}, {order}"
    return f"SELECT {listed} FROM ticket t WHERE {condition} ORDER BY {order}", compiled.parameters


def count_sql(connection: Reader, query: Query, limit: int) -> tuple[str, dict[str, object]]:
    """A statement that counts the query's tickets up to `limit`, in no order."""
    compiled = Compiled(connection, query.me)
    condition = compiled.asked(query.condition)
    counted = f"SELECT 1 FROM ticket t WHERE {condition} LIMIT {int(limit)}"
    return f"SELECT count(*) FROM ({counted}) counted", compiled.parameters
