"""Our people during an import: those of the store, and those the import names."""

from collections.abc import Iterable

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import SaveOperator
from supportdesk.domain.roles import given_by_import, may_give
from supportdesk.intake.operators import Roster, folded_name
from supportdesk.intake.record import OperatorRecord
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import OperatorRow


class Crew:
    """Recognises our people, and makes operators of those the store does not know yet."""

    def __init__(self, desk: Desk, importer: int | None = None) -> None:
        """`importer` is who imports, and gives no role above his own; None is the desk itself."""
        self._desk = desk
        people = desk.ask(desk_lists.operators)
        self._own_role = next((row.role for row in people if row.id == importer), "admin")
        self.roster = Roster()
        self._by_name: dict[str, int] = {}
        self._logins: set[str] = set()
        self._newcomers: dict[str, OperatorRow] = {}
        for row in people:
            addresses = (row.email,) if row.email else ()
            self.roster.add(row.id, OperatorRecord(row.name, addresses))
            self._by_name.setdefault(folded_name(row.name), row.id)
            if row.login:
                self._logins.add(row.login)
                is_mine = row.id == importer or may_give(self._own_role, row.role)
                if is_mine and not desk.ask(desk_lists.has_acted, row.id):
                    self._newcomers[row.login] = row

    def take_on(self, people: Iterable[OperatorRecord]) -> None:
        """Make operators of people a file names, and recognise their addresses."""
        for person in people:
            self.roster.add(self.number(person), person)

    def number(self, person: OperatorRecord) -> int:
        """The operator's id, made when new; the name decides.

        An operator of the store who has done nothing yet is the person with the same login, unless
        it is a lead or admin whom the importer could not have made.
        """
        known = self._by_name.get(folded_name(person.name))
        if known is not None:
            return known
        newcomer = self._newcomers.pop(person.login or "", None)
        login = person.login if newcomer or person.login not in self._logins else None
        made = self._desk.act(
            None,
            SaveOperator(
                name=person.name,
                operator=newcomer.id if newcomer else None,
                login=login,
                role=newcomer.role if newcomer else given_by_import(self._own_role, person.role),
                email=next(iter(person.addresses), None),
                job=person.job,
                signature=person.signature,
                active=False if person.robot and newcomer is None else None,
            ),
        ).operator
        if made is None:
            raise LookupError(person.name)
        self._by_name[folded_name(person.name)] = made
        self._logins |= {login} if login else set()
        return made

    def named(self, name: str | None) -> int | None:
        """The id of one of ours by name, or None."""
        return None if name is None else self._by_name.get(folded_name(name))
