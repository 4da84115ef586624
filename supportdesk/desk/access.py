"""Tokens for programs: made for oneself, or for somebody one may act as; revoked for good."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.access import LONGEST_NAME, SCOPES
from supportdesk.domain.action import AddToken, RevokeToken
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.roles import MAY_LEAD, require_to_act_as
from supportdesk.patterns import pattern
from supportdesk.store.write import access
from supportdesk.store.write.change import change
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.rows import require_row

SHA256 = pattern("[0-9a-f]{64}")


def add_token(submission: Submission, action: AddToken) -> Receipt:
    """Keep the digest of a token; whoever has the secret acts as its operator.

    Raises Invalid("token.…"), Refused("operator.not_yourself") for an operator as whom one may not
    act, and Refused("token.name_taken") while another of theirs opens under this name.
    """
    transaction = submission.transaction
    row = require_operator(transaction.connection, action.operator)
    actor = submission.actor
    if actor is not None and actor.id != row["id"]:
        require_to_act_as(actor.role, row["role"], row["name"])
    name = " ".join(action.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("token.nameless", longest=LONGEST_NAME)
    unknown = [scope for scope in action.scopes if scope not in SCOPES]
    if unknown or not action.scopes:
        raise Invalid("token.scope_unknown", wanted="".join(unknown[:1]), allowed=list(SCOPES))
    if not SHA256.fullmatch(action.digest):
        raise Invalid("token.no_digest")
    expires = None if action.expires is None else to_milliseconds(action.expires)
    if expires is not None and expires <= transaction.at:
        raise Invalid("token.no_time", wanted=action.expires)
    if access.is_known(transaction.connection, action.digest):
        raise Refused("token.known")
    same = access.open_of(transaction.connection, row["id"], name, transaction.at)
    if same is not None:
        raise Refused("token.name_taken", number=same, wanted=name, name=row["name"])
    token = access.keep(
        transaction,
        operator=row["id"],
        name=name,
        scopes=" ".join(scope for scope in SCOPES if scope in action.scopes),
        digest=action.digest,
        expires_at=expires,
    )
    transaction.record("access_token", token, "present", None, "1")
    return Receipt(transaction.envelope, operator=row["id"], counts=(("token", token),))


def revoke_token(submission: Submission, action: RevokeToken) -> Receipt:
    """Let a token open nothing any more: one's own; another's is a lead's.

    Raises NotFound("access_token.missing"), Refused("token.not_own"), Refused("token.over").
    """
    transaction = submission.transaction
    row = require_row(transaction.connection, "access_token", action.token)
    actor = submission.actor
    if actor is not None and actor.id != row["operator_id"] and actor.role not in MAY_LEAD:
        raise Refused("token.not_own", role=actor.role)
    if row["revoked_at"] is not None:
        raise Refused("token.over", number=action.token)
    change(transaction, "access_token", action.token, "revoked_at", str(transaction.at))
    counts = (("token", action.token),)
    return Receipt(transaction.envelope, operator=row["operator_id"], counts=counts)
