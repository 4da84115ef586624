"""How a refusal or a failure is told: one or two clear lines, or one JSON object, and a code."""

import sys
from collections.abc import Mapping

from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused, StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.objects.errors import plain
from supportdesk.objects.json_lines import encode

DONE = 0
REFUSED = 1
WRONG_USAGE = 2
NOT_FOUND = 3
STORE_TROUBLE = 4
REMOTE_TROUBLE = 5
CRASHED = 70
"""A defect of the program itself (EX_SOFTWARE)."""
OUTPUT_LOST = 74
"""Nobody can take what the program says: a full disk behind standard output (EX_IOERR)."""
INTERRUPTED = 130
TOO_LARGE, TEMPORARY = 69, 75
"""Of `intake` alone: the sender is told (EX_UNAVAILABLE), or the mail server tries again
(EX_TEMPFAIL)."""

REMOTE = "remote."
"""How the codes of trouble with another desk begin, whoever tells of it."""

_EXIT_CODES = (
    (Refused, REFUSED),
    (Invalid, WRONG_USAGE),
    (NotFound, NOT_FOUND),
    (StoreTrouble, STORE_TROUBLE),
)


def exit_code(error: DeskError) -> int:
    """The exit code of a refusal: 1 rule, 2 usage, 3 not found, 4 store, 5 another desk."""
    if error.code.startswith(REMOTE):
        return REMOTE_TROUBLE
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), REFUSED)


def code_for_server(status: int) -> int:
    """The exit code of `intake`: whatever else goes wrong, the server keeps the mail."""
    return status if status in (DONE, TOO_LARGE) else TEMPORARY


def tell_error(error: DeskError, *, as_json: bool) -> int:
    """Say on standard error what was refused, why, and what would work; return the exit code."""
    from supportdesk.i18n.refusals import sentence

    stops = error.stops if isinstance(error, Refused) else ()
    message = sentence(error.code, _named(error.parameters), interface="cli")
    told = [
        {
            "name": stop.name,
            "message": sentence(f"stop.{stop.name}", _named(stop.parameters), interface="cli"),
        }
        for stop in stops
    ]
    code = exit_code(error)
    if as_json:
        tell_json(error.code, message, code, parameters=error.parameters, stops=told)
        return code
    tell_line(message)
    for stop in told:
        tell_line(f"  {stop['message']}")
    if told:
        names = " ".join(f"--confirm {stop['name']}" for stop in told)
        tell_line(_("  To go on all the same, add: {options}").format(options=names))
    return code


def _named(parameters: Mapping[str, object]) -> dict[str, object]:
    """Parameters of a sentence: tickets that have no number yet by their names."""
    from supportdesk.domain.provisional import is_provisional, ticket_word

    return {
        name: ticket_word(value) if isinstance(value, int) and is_provisional(value) else value
        for name, value in parameters.items()
    }


def tell_line(text: str) -> None:
    """One cleaned line on standard error."""
    from supportdesk.domain.safe_text import clean_line

    print(clean_line(text, limit=2000), file=sys.stderr)


def tell_json(
    code: str,
    message: str,
    exit_status: int,
    *,
    parameters: Mapping[str, object] | None = None,
    stops: list[dict[str, str]] | None = None,
) -> None:
    """The same as one JSON object on standard error: code, message, exit, parameters, stops."""
    error: dict[str, object] = {"code": code, "message": message, "exit": exit_status}
    if parameters:
        error["parameters"] = {name: plain(value) for name, value in parameters.items()}
    if stops:
        error["stops"] = stops
    print(encode({"error": error}), file=sys.stderr)
