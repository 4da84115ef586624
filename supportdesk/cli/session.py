"""One run of the program: its settings, the desk it opens, and who acts (composition root)."""

import os
import pwd
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from supportdesk.address import ServerAddress
from supportdesk.cli.output import Output
from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.envelope import Clock, Receipt, to_milliseconds
from supportdesk.domain.errors import NotFound, Refused, StoreTrouble
from supportdesk.i18n import choose_language
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import work_on
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.paths import settings_file
from supportdesk.settings.settings import Settings, load_settings
from supportdesk.store.read import desk_lists, sendings
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import OperatorRow
from supportdesk.store.read.sendings import LinkRow

if TYPE_CHECKING:
    from supportdesk.cli.sending_now import SendingNow
    from supportdesk.desk.replica.linked_desk import LinkedDesk
    from supportdesk.domain.action import Action

P = ParamSpec("P")
T = TypeVar("T")


CLOCKS_GO_BY = frozenset(
    "SavePolicy SavePolicies RemovePolicy OrderPolicies SaveCalendar RemoveCalendar".split()
)
"""Commands after which clocks are looked at again; of an undo, the one it takes back."""


class Session:
    """What every command is handed. The desk is opened with the first question or action."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        output: Output,
        confirmed: frozenset[str] = frozenset(),
        *,
        read_only: bool = False,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.output = output
        self.confirmed = confirmed
        """Names of the stops the operator passes (`--confirm NAME`)."""
        self.read_only = read_only
        """Nothing is written (`--read-only`): not even read marks."""
        self._desk: Desk | None = None
        self._is_linked = False
        self._sending: SendingNow | None = None
        self._operators: list[OperatorRow] | None = None

    @property
    def as_json(self) -> bool:
        """Whether a script reads the answer."""
        return self.output.as_json

    @property
    def desk(self) -> Desk:
        """The desk on the chosen store. Raises NotFound("store.missing"), StoreTrouble."""
        return self.open()

    def open(self, *, create: bool = False, furnished: bool = True) -> Desk:
        """Open the desk; with `create` a missing store is made, `furnished` for the first work."""
        if self._desk is None:
            if self.settings.link is not None:
                self._require_copy()
            self._desk = open_desk(
                self.settings.store,
                self.clock,
                create=create and not self.read_only and self.settings.link is None,
                read_only=self.read_only,
                undo_send_seconds=self.settings.undo_send_seconds,
            )
            self._is_linked = self._desk.ask(sendings.link) is not None
            if self._is_linked:
                from supportdesk.cli.fetching import equip

                equip(self, self._desk)
        if create and furnished and not (self._is_linked or self._desk.read_only_because):
            furnish(self._desk)
        return self._desk

    @property
    def is_copy(self) -> bool:
        """Whether the open desk is the copy of another one. Raises what opening raises."""
        self.open()
        return self._is_linked

    def _require_copy(self) -> None:
        """Raise SettingTrouble where there is no such link, or its copy is not here."""
        if isinstance(self.settings.store, Path) and not self.settings.store.exists():
            from supportdesk.cli.links import link_named

            name = link_named(self, str(self.settings.link)).name
            raise SettingTrouble("link.no_store", name=name)

    def require_own(self) -> None:
        """Raise Refused("link.only_there") on a copy, for what is done at the desk itself."""
        row = self.ask(sendings.link)
        if row is not None and row.kind == sendings.OWN:
            raise Refused("link.only_there", name=row.name)

    def linked_desk(self) -> "LinkedDesk":
        """The desk, where it is the copy of another one. Raises Refused("link.no_copy")."""
        from supportdesk.desk.replica.linked_desk import LinkedDesk

        if isinstance(self.desk, LinkedDesk):
            return self.desk
        raise Refused("link.no_copy", path=str(self.settings.store))

    def file(self) -> Path:
        """The file of the store. Raises StoreTrouble("store.on_server") where it is in none."""
        store = self.settings.store
        if isinstance(store, ServerAddress):
            raise StoreTrouble("store.on_server", path=str(store))
        return store

    def close(self) -> None:
        """Close the desk, if one was opened; before, say what has become of what was done."""
        if self._sending is not None:
            self._sending.tell()
            self._sending = None
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def require_writing(self) -> None:
        """Raises StoreTrouble("store.read_only") when nothing may be written."""
        if self.read_only:
            raise StoreTrouble("store.read_only", path=str(self.settings.store), because="asked")

    def now(self) -> int:
        """The present moment in milliseconds."""
        return to_milliseconds(self.clock())

    def ask(
        self,
        question: Callable[Concatenate[Reader, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Ask the desk a question of `store.read`, as `Desk.ask` does."""
        return self.desk.ask(question, *args, **kwargs)

    def act(self, action: "Action", confirmed: Iterable[str] | None = None) -> Receipt:
        """Do something as the operator one is. Raises what `Desk.submit` raises.

        `confirmed` are stops that are passed, None for those that were named for this run.
        """
        passed = self.confirmed if confirmed is None else confirmed
        return self.settle(self.desk.act(self.actor().id, action, passed))

    def settle(self, receipt: Receipt) -> Receipt:
        """Let what was done have its consequences: on a copy it leaves at once.

        What every clock goes by reaches the tickets at work at once. Raises Refused for what the
        desk of a copy refuses.
        """
        if self._is_linked and self._sending is None:
            from supportdesk.cli.sending_now import sending_now

            self._sending = sending_now(self)
        if self._sending is not None:
            return self._sending.settle(receipt)
        if receipt.action in CLOCKS_GO_BY:
            from supportdesk.cli.looking_again import look_again

            look_again(self.desk)
        return receipt

    @property
    def operators(self) -> list[OperatorRow]:
        """Our people, read once."""
        if self._operators is None:
            self._operators = self.ask(desk_lists.operators)
        return self._operators

    def me(self) -> OperatorRow | None:
        """The operator one is: `--as`, else the operator with the login of the system's user.

        Raises NotFound("operator.missing") for an `--as` that names nobody, and
        Refused("operator.not_yourself") where one may not act as that operator. On a copy one is
        whom its token is for: Refused("link.not_yourself") for an `--as` that names another.
        """
        login = system_login()
        mine = next((row for row in self.operators if row.login == login and row.active), None)
        named = self.settings.operator
        linked = self.ask(sendings.link) if self._is_linked else None
        if linked is not None and (named is None or linked.kind == sendings.OWN):
            return self._me_there(linked)
        if named is None:
            return mine
        wanted = find_operator(self.operators, named)
        if mine is not None:
            self.desk.sit(mine.id, acting_as=wanted.id)
        return wanted

    def _me_there(self, link: LinkRow) -> OperatorRow | None:
        """Whom the token of a copy is for; an `--as` that was typed may only name the same."""
        named = self.settings.operator
        is_typed = named is not None and self.settings.sources["operator"] == "flag"
        if is_typed and find_operator(self.operators, named or "").id != link.operator_id:
            raise Refused("link.not_yourself", name=link.name)
        return next((row for row in self.operators if row.id == link.operator_id), None)

    def my_id(self) -> int | None:
        """The id of the operator one is, or None for a reader who is nobody here."""
        me = self.me()
        return None if me is None else me.id

    def actor(self) -> OperatorRow:
        """The operator one is; the first to work for an empty store becomes its admin.

        Raises Refused("operator.unmapped") for a stranger.
        """
        if not self.operators:
            furnish(self.desk)
            self._operators = None
        me = self.me()
        if me is None:
            raise Refused("operator.unmapped", login=system_login())
        return me


def start_session(
    flags: Mapping[str, str | None],
    clock: Clock,
    *,
    as_json: bool,
    confirmed: frozenset[str] = frozenset(),
    read_only: bool = False,
) -> Session:
    """Read the settings, choose the language; `flags` are settings that were typed, by name.

    Raises SettingTrouble.
    """
    settings = load_settings(settings_file(os.environ), os.environ, flags)
    choose_language(settings.language)
    work_on(settings.link)
    output = Output(as_json=as_json)
    return Session(settings, clock, output, confirmed, read_only=read_only)


def system_login() -> str:
    """The name of the operating-system user this process runs as."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def find_operator(
    operators: list[OperatorRow], wanted: str, *, former: bool = False
) -> OperatorRow:
    """The operator with this login, e-mail, name or number, upper and lower case alike.

    With `former` those who have left are found too.

    Raises NotFound("operator.missing") and Refused("operator.ambiguous").
    """
    folded = wanted.strip().casefold().removeprefix("@")
    for names in (
        lambda row: (str(row.id), row.login, row.email),
        lambda row: (row.name,),
    ):
        found = [
            row
            for row in operators
            if (row.active or former) and folded in {name.casefold() for name in names(row) if name}
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused("operator.ambiguous", wanted=wanted, ids=[row.id for row in found])
    raise NotFound("operator.missing", wanted=wanted)


def furnish(desk: Desk) -> None:
    """Give a new store what nobody can work without: an admin, who is the system's user, a queue.

    A store that somebody else has furnished already is left alone.
    """
    if not desk.ask(desk_lists.operators):
        from supportdesk.domain.action import SaveOperator

        login = system_login()
        desk.act(None, SaveOperator(name=_full_name(login), login=login, role="admin"))
    if not desk.ask(desk_lists.queues):
        from supportdesk.domain.action import SaveQueue

        desk.act(None, SaveQueue(name=_("First line"), line=1))


def _full_name(login: str) -> str:
    """The name the system knows its user by; the login when it knows none."""
    try:
        return pwd.getpwnam(login).pw_gecos.partition(",")[0].strip() or login
    except KeyError:
        return login
