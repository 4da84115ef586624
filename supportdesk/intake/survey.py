"""The first look at all mails of an import: who belongs together, who asks, who answers.

Only the heads are kept, so that the mails themselves can be read one at a time afterwards, however
large the files are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from supportdesk.domain.action import ClientReference
from supportdesk.domain.subject import cut_subject
from supportdesk.domain.ticket import NO_SUBJECT
from supportdesk.intake.operators import Proposal, Roster, propose_operators
from supportdesk.intake.record import MailHead
from supportdesk.intake.subjects import common_tag, leading_tag, normal_subject
from supportdesk.intake.threads import Threads, join_by_number
from supportdesk.records import dataclass


@dataclass(slots=True)
class Conversation:
    """What is known of one conversation before its mails are read."""

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

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._threads = Threads()
        self._heads: dict[str, MailHead] = {}
        self._people: dict[ClientReference, ClientReference] = {}
        """Each person once, however many mails name them."""
        self._tags: dict[str, Counter[str | None]] = {}
        self._conversations: dict[int, Conversation] = {}
        self._groups: dict[int, list[MailHead]] = {}

    def add(self, head: MailHead) -> None:
        """Take in one mail; the same mail again changes nothing."""
        if head.source_id in self._heads:
            return
        self._threads.add(head.source_id, head.references)
        self._heads[head.source_id] = replace(
            head,
            references=(),
            author=self._kept(head.author),
            recipients=tuple(map(self._kept, head.recipients)),
        )
        self._tags.setdefault(_file_of(head), Counter())[leading_tag(head.subject)] += 1

    def _kept(self, person: ClientReference) -> ClientReference:
        return self._people.setdefault(person, person)

    def conclude(self) -> None:
        """Tell the conversations apart, once every mail has been added."""
        join_by_number(self._threads, self._heads.values(), self.is_ours)
        tags = {file: common_tag(counted) for file, counted in self._tags.items()}
        self._groups.clear()
        for head in sorted(self._heads.values(), key=lambda head: head.sent_at):
            number = self._threads.conversation(head.source_id)
            self._groups.setdefault(number, []).append(head)
        self._conversations = {
            number: self._conversation(heads, tags) for number, heads in self._groups.items()
        }

    def is_ours(self, head: MailHead) -> bool:
        """Whether one of our people wrote a mail."""
        return self.roster.knows(head.author) if head.kind is None else head.kind != "client"

    def conversation(self, source_id: str) -> Conversation:
        """The conversation of a mail that was added."""
        return self._conversations[self._threads.conversation(source_id)]

    def conversations(self) -> list[list[MailHead]]:
        """The heads of each conversation, oldest first."""
        return list(self._groups.values())

    def names(self) -> Mapping[str, Conversation]:
        """Every Message-ID that was seen, absent mails' too → its conversation."""
        return {name: self._conversations[number] for name, number in self._threads.names().items()}

    def proposals(self) -> list[Proposal]:
        """Who answers as our people do, for a person to confirm."""
        return propose_operators(self._groups.values(), self.roster)

    def _conversation(self, heads: list[MailHead], tags: Mapping[str, str | None]) -> Conversation:
        opening = heads[0]
        subject = cut_subject(normal_subject(opening.subject, tags[_file_of(opening)]))
        return Conversation(
            opening.source_id, subject or NO_SUBJECT, self._client(heads), opening.sent_at
        )

    def _client(self, heads: list[MailHead]) -> ClientReference:
        """Who asks: the first who is not one of ours, else whom one of ours wrote to."""
        people = [
            *(head.author for head in heads if not head.auto and not self.is_ours(head)),
            *(person for person in heads[0].recipients if not self.roster.knows(person)),
        ]
        return people[0] if people else heads[0].author


def _file_of(head: MailHead) -> str:
    return head.place.rpartition(":")[0]
