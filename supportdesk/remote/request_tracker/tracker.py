"""The remote that is a Request Tracker, by its REST interface of version 2.

What differs from server to server is found out and tested, never taken from its version.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import datetime

from supportdesk.domain.envelope import Clock
from supportdesk.domain.ticket import Category
from supportdesk.remote.base import Caps, Guard, Outcome
from supportdesk.remote.facts import (
    Attachment,
    Catalog,
    Page,
    Person,
    RemoteClient,
    RemoteTemplate,
    RemoteThread,
    RemoteTicket,
)
from supportdesk.remote.intents import Create, Intent, Note, Reply
from supportdesk.remote.request_tracker.asking import Access, Asking
from supportdesk.remote.request_tracker.catalog import Vocabulary
from supportdesk.remote.request_tracker.changes import Changes
from supportdesk.remote.request_tracker.changing import Changing
from supportdesk.remote.request_tracker.knowledge import Knowledge
from supportdesk.remote.request_tracker.people import SYSTEM, People
from supportdesk.remote.request_tracker.places import SETTLES
from supportdesk.remote.request_tracker.speaking import Speaking
from supportdesk.remote.request_tracker.states import States
from supportdesk.remote.request_tracker.threads import Threads
from supportdesk.remote.request_tracker.tickets import Tickets
from supportdesk.remote.request_tracker.values import literal, number, record, text
from supportdesk.remote.request_tracker.writing import before_writing
from supportdesk.remote.trouble import Broken

_VIEW = "view:"
_MOST_WORDS = 8


async def connect(
    access: Access,
    clock: Clock,
    *,
    tags_field: str = "Tags",
    templates_class: str = "Templates",
    categories: Mapping[str, Category] | None = None,
) -> "RequestTracker":
    """Sign in and find out what the server can do. Raises RemoteTrouble.

    `tags_field` names the custom field that holds tags, `templates_class` the class of the articles
    that are templates. `categories` says what further states of the server's lifecycles mean than
    those every server begins with.
    """
    async with AsyncExitStack() as leaving:
        asking = Asking(access, clock)
        leaving.push_async_callback(asking.close)
        tracker = RequestTracker(asking, tags_field, templates_class, categories or {})
        await tracker.discover()
        leaving.pop_all()
    return tracker


class RequestTracker:
    """A `Remote`; made by `connect`, which finds out its `caps`."""

    def __init__(
        self,
        asking: Asking,
        tags_field: str,
        templates_class: str,
        categories: Mapping[str, Category],
    ) -> None:
        self._asking = asking
        self._people = People(asking)
        self._states = States(asking, categories)
        self._tags_field = tags_field
        self._tickets = Tickets(asking, self._people, self._states, tags_field)
        self._threads = Threads(asking, self._people, self._tickets, tags_field)
        self._vocabulary = Vocabulary(asking, self._people, self._states, self._tickets, tags_field)
        self._knowledge = Knowledge(asking, templates_class)
        self._speaking = Speaking(asking, self._tickets, self._threads, tags_field)
        self._caps: Caps | None = None

    async def discover(self) -> None:
        """Find out what the server can do for this operator. Raises RemoteTrouble."""
        told = record((await self._asking.get("rt")).json())
        self._caps = Caps(
            name=f"Request Tracker {text(told.get('Version'))}",
            change_guard=Guard.CLOSE,
            reply_guard=Guard.CLOSE,
            reply_with_state=True,
            idempotent=False,
            tombstones=True,
            live=False,
            tags=bool(await self._vocabulary.tags_number()),
            settles=SETTLES,
            robots=frozenset({SYSTEM}),
        )

    @property
    def caps(self) -> Caps:
        """What it can do. Raises Broken before it was asked."""
        if self._caps is None:
            raise Broken("not_connected")
        return self._caps

    async def whoami(self) -> Person:
        """The operator whose token or password this is."""
        return (await self._people.called(self._asking.own_name)).person

    async def catalog(self) -> Catalog:
        """States, queues, priorities, operators, tags and views."""
        return await self._vocabulary.catalog(await self.whoami())

    def changes(self, cursor: str | None, since: datetime | None = None) -> AsyncIterator[Page]:
        """What changed after the cursor, in pages, until one is complete."""
        return Changes(self._asking, self._tickets).pages(cursor, since)

    async def ticket(self, rid: str) -> RemoteTicket:
        """One ticket with its version, custom fields and what may be done with it."""
        return await self._tickets.one(rid)

    async def thread(self, rid: str, since: str | None = None) -> RemoteThread:
        """The ticket with its messages and history; with a version only what came after it."""
        return await self._threads.thread(rid, since)

    async def client(self, rid: str) -> RemoteClient:
        """A client's card, as far as the operator may see it."""
        return await self._people.card(rid)

    async def attachment(self, rid: str) -> Attachment:
        """The content of a file of a message."""
        return await self._threads.attachment(rid)

    async def search(self, query: str, most: int = 100) -> tuple[RemoteTicket, ...]:
        """Tickets with these words, newest first, or of a saved search (`view:RID`).

        The server's own simple search takes words for names of states and people, and may leave
        out subjects, texts or what is done. How letters compare is its database's matter.
        """
        if query.startswith(_VIEW):
            saved = {"search": str(number(query.removeprefix(_VIEW)))}
            return await self._tickets.rows("", most, saved)
        words = [literal(word) for word in query.split()[:_MOST_WORDS]]
        if not words:
            return ()
        wanted = " AND ".join(f"(Subject LIKE {w} OR Content LIKE {w})" for w in words)
        return await self._tickets.rows(wanted, most, {"orderby": "LastUpdated", "order": "DESC"})

    async def templates(self) -> tuple[RemoteTemplate, ...]:
        """Articles of the class of templates."""
        return await self._knowledge.templates()

    async def articles(self, query: str) -> tuple[RemoteTemplate, ...]:
        """Other articles with this text; all of them for an empty one."""
        return await self._knowledge.articles(query)

    async def apply(self, intent: Intent, base_version: str | None, key: str) -> Outcome:
        """Do it, and look whether it is done. The server keeps no keys."""

        async def do() -> Outcome:
            match intent:
                case Reply() | Note():
                    return await self._speaking.say(intent, base_version)
                case Create():
                    return await self._speaking.create(intent)
                case change:
                    return await self._changing.apply(change, base_version, await self.whoami())

        return await before_writing(do)

    async def find_effect(self, intent: Intent, key: str, since: str | None) -> str | None:
        """After an Unknown: what was done since that version, by the text or the value wanted.

        For `Create` the moment it was sent, in ISO 8601, takes the place of a version.
        """
        me = await self.whoami()
        match intent:
            case Reply() | Note():
                return await self._speaking.find(intent, since, me)
            case Create():
                return await self._speaking.find_created(
                    intent, datetime.fromisoformat(since or ""), me
                )
            case change:
                return change.ticket if await self._changing.is_done(change, me) else None

    async def close(self) -> None:
        """Close all connections."""
        await self._asking.close()

    @property
    def _changing(self) -> Changing:
        return Changing(self._asking, self._tickets, self._tags_field if self.caps.tags else "")
