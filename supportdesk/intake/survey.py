"""The first look at all mails of an import: who belongs together, who asks, who answers.

Only the heads are kept, and on disk, so that the mails themselves can be read one at a time
afterwards, however large the files are.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from supportdesk.domain.action import ClientReference
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.subject import cut_subject
from supportdesk.domain.ticket import NO_SUBJECT
from supportdesk.intake.operators import Proposal, Roster, propose_operators
from supportdesk.intake.record import KeptHead, MailHead
from supportdesk.intake.subjects import common_tag, leading_tag, normal_subject, ticket_number
from supportdesk.intake.threads import Threads
from supportdesk.records import dataclass
from supportdesk.store.heads import Heads, Standing


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of one conversation before its mails are read."""

    number: int
    source_id: str
    """The id of its first mail."""
    subject: str
    client: ClientReference
    created_at: datetime
    ticket: int | None = None
    """The ticket of the store it continues."""
    begun: bool = False
    """Whether a mail of it has been recorded in this run."""


class Survey:
    """The heads of all mails of a run. `add` them all, then `conclude`, then ask."""

    def __init__(self, roster: Roster, heads: Heads) -> None:
        self.roster = roster
        self._heads = heads
        self._threads = Threads()
        self._tags: dict[str, str] = {}
        """The tag of the list a file is the archive of, where it is that of one."""
        self._file = ""
        self._counted: Counter[str | None] = Counter()
        """How the subjects of that file begin, so far."""

    def add(self, head: MailHead) -> None:
        """Take in one mail; the same mail again changes nothing."""
        node = self._heads.node(head.source_id)
        if self._heads.has(node):
            return
        self._threads.join(node, map(self._heads.node, head.references))
        self._join_by_number(head, node)
        self._heads.keep(node, to_milliseconds(head.sent_at), _written(head))
        self._count_tag(_file_of(head.place), head.subject)

    def _join_by_number(self, head: MailHead, node: int) -> None:
        """Join mails with the same `[#123]` in their subject that are from or to one client.

        Only an address tells who a client is: a name, or the desk's own address, is no proof.
        """
        number = ticket_number(head.subject)
        if number is not None:
            people = head.recipients if self.is_ours(head) else (head.author,)
            for address in {who.address.casefold() for who in people if who.address}:
                self._threads.join(node, [self._heads.first_with(f"{number} {address}", node)])

    def _count_tag(self, file: str, subject: str) -> None:
        if file != self._file:
            self._conclude_file()
            self._file = file
        self._counted[leading_tag(subject)] += 1

    def _conclude_file(self) -> None:
        """The mails of a file come one after another: it is over when the next one begins."""
        tag = common_tag(self._counted)
        if tag is not None:
            self._tags[self._file] = tag
        self._counted.clear()

    def conclude(self) -> None:
        """Tell the conversations apart, once every mail has been added."""
        self._conclude_file()
        self._heads.gather(self._threads.conversation)
        self._heads.conclude(
            (number, self._conversation(heads)) for number, heads in self._conversations()
        )

    def _conversations(self) -> Iterator[tuple[int, list[KeptHead]]]:
        for number, written in self._heads.conversations():
            yield number, list(map(_read, written))

    def is_ours(self, head: MailHead | KeptHead) -> bool:
        """Whether one of our people wrote a mail."""
        return self.roster.knows(head.author) if head.kind is None else head.kind != "client"

    def conversations(self, source_ids: Iterable[str]) -> dict[str, Conversation]:
        """The conversations of mails that were added."""
        return {name: _standing(found) for name, found in self._heads.standing(source_ids).items()}

    def names(self) -> Iterator[Mapping[str, int]]:
        """Every Message-ID that was seen, absent mails' too → its conversation; some at a time."""
        for names in self._heads.names():
            yield {name: self._threads.conversation(node) for name, node in names.items()}

    def go_on(self, tickets: Iterable[tuple[int, int]]) -> None:
        """Of each (conversation, ticket): it goes on in this ticket, or in an earlier one."""
        self._heads.go_on(tickets)

    def begin(self, conversations: Iterable[Conversation]) -> None:
        """Note that mails of these have been recorded."""
        self._heads.begin(one.number for one in conversations)

    def proposals(self) -> list[Proposal]:
        """Who answers as our people do, for a person to confirm."""
        return propose_operators((heads for _, heads in self._conversations()), self.roster)

    def _conversation(self, heads: Sequence[KeptHead]) -> str:
        opening = heads[0]
        tag = self._tags.get(_file_of(opening.place))
        subject = cut_subject(normal_subject(opening.subject, tag)) or NO_SUBJECT
        who = self._client(heads)
        created_at = to_milliseconds(opening.sent_at)
        return json.dumps([opening.source_id, subject, who.name, who.address, created_at])

    def _client(self, heads: Sequence[KeptHead]) -> ClientReference:
        """Who asks: the first who is not one of ours, else whom one of ours wrote to."""
        people = [
            *(head.author for head in heads if not head.auto and not self.is_ours(head)),
            *(person for person in heads[0].recipients if not self.roster.knows(person)),
        ]
        return people[0] if people else heads[0].author


def _standing(found: Standing) -> Conversation:
    source_id, subject, name, address, created_at = json.loads(found.body)
    return Conversation(
        found.number,
        source_id,
        subject,
        ClientReference(name, address),
        from_milliseconds(created_at),
        found.ticket,
        bool(found.begun),
    )


def _written(head: MailHead) -> str:
    recipients = [(who.name, who.address) for who in head.recipients]
    author = head.author.name, head.author.address
    sent_at = to_milliseconds(head.sent_at)
    rest = head.source_id, head.subject, sent_at, head.auto, head.kind, head.place
    return json.dumps([author, recipients, *rest])


def _read(written: str) -> KeptHead:
    author, recipients, source_id, subject, sent_at, auto, kind, place = json.loads(written)
    return KeptHead(
        source_id,
        subject,
        from_milliseconds(sent_at),
        ClientReference(*author),
        tuple(ClientReference(*who) for who in recipients),
        auto,
        kind,
        place,
    )


def _file_of(place: str) -> str:
    return place.rpartition(":")[0]
