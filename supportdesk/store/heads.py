"""The heads of the mails of an import, on disk, while it is found out which belong together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from supportdesk.store.scratch import Scratch

_TABLES = """
CREATE TABLE name (name TEXT PRIMARY KEY, node INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE mark (mark TEXT PRIMARY KEY, node INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE head (
    node INTEGER PRIMARY KEY, number INTEGER NOT NULL, sent_at INTEGER NOT NULL,
    body TEXT NOT NULL, conversation INTEGER
);
CREATE TABLE conversation (
    number INTEGER PRIMARY KEY, body TEXT NOT NULL, ticket INTEGER,
    begun INTEGER NOT NULL DEFAULT 0
);
"""
_STANDING = """
SELECT c.number, c.body, c.ticket, c.begun FROM name n JOIN head h ON h.node = n.node
JOIN conversation c ON c.number = h.conversation WHERE n.name = ?
"""
_GOES_ON = """
UPDATE conversation SET ticket = min(coalesce(ticket, ?), ?) WHERE number = ?
"""
NAMES_AT_ONCE = 500


class Standing(NamedTuple):
    """A conversation and how far it is; `body` is what `conclude` was told of it."""

    number: int
    body: str
    ticket: int | None
    begun: int
    """1 once a mail of it has been recorded, else 0."""


class Heads(Scratch):
    """Names of mails, numbered as they come, and the heads of those that are there."""

    def __init__(self) -> None:
        super().__init__(_TABLES)
        self._nodes = 0
        self._heads = 0

    def node(self, name: str) -> int:
        """The number of a name: 0 for the first, then 1, 2, …"""
        found = self.first("SELECT node FROM name WHERE name = ?", name)
        if found is not None:
            return int(found[0])
        self.tell("INSERT INTO name(name, node) VALUES (?, ?)", name, self._nodes)
        self._nodes += 1
        return self._nodes - 1

    def first_with(self, mark: str, node: int) -> int:
        """The node that was given first with this mark."""
        self.tell("INSERT INTO mark(mark, node) VALUES (?, ?) ON CONFLICT DO NOTHING", mark, node)
        return int(self.first("SELECT node FROM mark WHERE mark = ?", mark)[0])

    def has(self, node: int) -> bool:
        """Whether the mail of this name is there."""
        return self.first("SELECT 1 FROM head WHERE node = ?", node) is not None

    def keep(self, node: int, sent_at: int, body: str) -> None:
        """Keep the head of a mail; `sent_at` orders the heads of a conversation."""
        self._heads += 1
        statement = "INSERT INTO head(node, number, sent_at, body) VALUES (?, ?, ?, ?)"
        self.tell(statement, node, self._heads, sent_at, body)

    def gather(self, conversation: Callable[[int], int]) -> None:
        """Say of which conversation each node is."""
        self.teach("conversation_of", conversation)
        self.tell("UPDATE head SET conversation = conversation_of(node)")
        self.tell("CREATE INDEX head_order ON head(conversation, sent_at, number)")

    def conversations(self) -> Iterator[tuple[int, list[str]]]:
        """Each conversation and its heads, oldest first."""
        found = self.ask(
            "SELECT conversation, body FROM head ORDER BY conversation, sent_at, number"
        )
        number, bodies = -1, list[str]()
        for conversation, body in found:
            if conversation != number and bodies:
                yield number, bodies
                bodies = []
            number = conversation
            bodies.append(body)
        if bodies:
            yield number, bodies

    def conclude(self, told: Iterable[tuple[int, str]]) -> None:
        """Keep what is to be known of each conversation."""
        self.tell_each("INSERT INTO conversation(number, body) VALUES (?, ?)", told)

    def names(self) -> Iterator[dict[str, int]]:
        """Every name, of mails that are not there too, and its node: some at a time."""
        last = ""
        some = "SELECT name, node FROM name WHERE name > ? ORDER BY name LIMIT ?"
        while found := list(self.ask(some, last, NAMES_AT_ONCE)):
            last = found[-1][0]
            yield dict(found)

    def go_on(self, tickets: Iterable[tuple[int, int]]) -> None:
        """Of each (conversation, ticket): it goes on in this ticket, or in an earlier one."""
        self.tell_each(_GOES_ON, ((ticket, ticket, number) for number, ticket in tickets))

    def standing(self, names: Iterable[str]) -> Mapping[str, Standing]:
        """The conversations of mails that are there."""
        found = ((name, self.first(_STANDING, name)) for name in names)
        return {name: Standing(*row) for name, row in found if row is not None}

    def begin(self, numbers: Iterable[int]) -> None:
        """Note that conversations have been begun."""
        several = ((number,) for number in numbers)
        self.tell_each("UPDATE conversation SET begun = 1 WHERE number = ?", several)
