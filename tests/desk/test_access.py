"""Tokens: kept as a digest, made for oneself or for whom one may act as, revoked for good."""

import itertools
from datetime import timedelta

import pytest

from supportdesk.desk.desk import Desk
from supportdesk.domain.access import PREFIX, SCOPES, digest, new_secret, scope_needed
from supportdesk.domain.action import (
    AddNote,
    AddToken,
    ForgetClient,
    RecordHistory,
    RevokeToken,
    SaveOperator,
    Undo,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.memory import UseToken
from supportdesk.domain.roles import ROLES, may_act_as
from supportdesk.store.read import access
from supportdesk.store.read.access import TokenRow
from tests.reading import file_of
from tests.small_desk import SmallDesk


def token(small: SmallDesk, **changes: object) -> TokenRow:
    """A token of Petro's, made by him."""
    secret = new_secret()
    wanted = {"operator": small.petro, "name": "robot", "scopes": ("read",)} | changes
    receipt = small.act(AddToken(digest=digest(secret), **wanted))  # type: ignore[arg-type]
    found = small.desk.ask(access.by_digest, digest(secret))
    assert found is not None
    assert dict(receipt.counts) == {"token": found.id}
    return found


def now(small: SmallDesk) -> int:
    """The present moment in milliseconds."""
    return to_milliseconds(small.clock())


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert len(secrets) == 1000
    assert {len(secret) for secret in secrets} == {len(PREFIX) + 43}
    assert len({digest(secret) for secret in secrets}) == 1000


def test_a_token_opens_until_it_ends(small: SmallDesk) -> None:
    row = token(small, expires=small.clock.now + timedelta(hours=1))
    assert (row.operator, row.scopes, row.opens(now(small))) == ("Petro", ("read",), True)
    small.clock.forward(hours=1)
    assert not row.opens(now(small))


def test_the_secret_is_in_no_file_of_the_store(small: SmallDesk) -> None:
    secret = new_secret()
    small.act(AddToken(small.petro, "robot", ("read",), digest(secret)))
    small.desk.close()
    files = file_of(small.desk).parent.glob("small.desk*")
    assert not [file for file in files if secret.encode() in file.read_bytes()]


def test_a_revoked_one_opens_nothing_and_no_undo_brings_it_back(small: SmallDesk) -> None:
    row = token(small)
    envelope = small.act(RevokeToken(row.id)).envelope
    for undoing in (Undo(envelope), Undo()):
        with pytest.raises(Refused, match=r"undo\."):
            small.act(undoing)
    found = small.desk.ask(access.by_number, row.id)
    assert found is not None
    assert not found.opens(now(small))
    with pytest.raises(Refused, match=r"token\.over"):
        small.act(RevokeToken(row.id))
    with pytest.raises(NotFound, match=r"access_token\.missing"):
        small.act(RevokeToken(99))


def test_who_works_here_no_more_has_no_token_that_opens(small: SmallDesk) -> None:
    row = token(small)
    small.act(SaveOperator("Petro", small.petro, "petro", active=False), by=small.olga)
    found = small.desk.ask(access.by_number, row.id)
    assert found is not None
    assert not found.opens(now(small))


def test_one_makes_tokens_for_whom_one_may_act_as(small: SmallDesk) -> None:
    def make(by: int | None, operator: int | None) -> bool:
        assert operator is not None
        try:
            small.desk.act(by, AddToken(operator, "robot", SCOPES, digest(new_secret())))
        except Refused as refusal:
            assert refusal.code == "operator.not_yourself"
            return False
        return True

    for own, other in itertools.product(ROLES, ROLES):
        by, whom = (
            small.desk.act(None, SaveOperator(name, role=role)).operator
            for name, role in (("Ivan", own), ("Nora", other))
        )
        assert make(by, by)
        assert make(by, whom) == may_act_as(own, other), (own, other)


def test_a_lead_alone_revokes_those_of_others(small: SmallDesk) -> None:
    row = token(small)
    with pytest.raises(Refused, match=r"token\.not_own"):
        small.act(RevokeToken(row.id), by=small.tamar)
    small.act(RevokeToken(row.id), by=small.olga)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "token.nameless"),
        ({"name": "x" * 101}, "token.nameless"),
        ({"scopes": ()}, "token.scope_unknown"),
        ({"scopes": ("read", "all")}, "token.scope_unknown"),
    ],
)
def test_nonsense_is_refused(small: SmallDesk, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        token(small, **changes)
    assert refused.value.code == code


def test_what_is_no_digest_of_a_free_secret_is_refused(small: SmallDesk) -> None:
    def add(kept: str, hours: int = 1) -> None:
        until = small.clock.now + timedelta(hours=hours)
        small.act(AddToken(small.petro, "robot", ("read",), kept, until))

    with pytest.raises(Invalid, match=r"token\.no_digest"):
        add(new_secret())
    with pytest.raises(Invalid, match=r"token\.no_time"):
        add(digest("x"), hours=-1)
    add(digest("x"))
    with pytest.raises(Refused, match=r"token\.known"):
        add(digest("x"))


def test_the_last_use_is_remembered_of_whose_it_is(small: SmallDesk) -> None:
    row = token(small)

    def used(desk: Desk) -> int | None:
        found = desk.ask(access.by_number, row.id)
        assert found is not None
        return found.used_at

    small.desk.remember(UseToken(small.tamar, row.id))
    assert used(small.desk) is None
    small.desk.remember(UseToken(small.petro, row.id))
    assert used(small.desk) == now(small)


def test_what_operators_may_not_do_needs_the_scope_admin() -> None:
    admin = (ForgetClient, SaveOperator, RecordHistory, AddToken, RevokeToken)
    assert [scope_needed(kind) for kind in admin] == ["admin"] * len(admin)
    assert scope_needed(AddNote) == "act"
