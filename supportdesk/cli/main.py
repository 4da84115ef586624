"""The entry point: one run of the program, and the outermost boundary for what goes wrong."""

import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from supportdesk.cli.failures import (
    CRASHED,
    INTERRUPTED,
    OUTPUT_LOST,
    WRONG_USAGE,
    code_for_server,
    tell_error,
    tell_json,
    tell_line,
)
from supportdesk.cli.hoisting import (
    READ_ONLY,
    SETTING_OPTIONS,
    command_word,
    hoist,
    is_bare,
    plain_list,
    value_of,
)
from supportdesk.cli.session import Session, start_session
from supportdesk.cli.times import now
from supportdesk.domain.envelope import Clock
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.i18n import choose_language
from supportdesk.i18n import gettext as _
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.paths import crash_folder, log_file, settings_file
from supportdesk.settings.settings import load_settings

if TYPE_CHECKING:
    import typer


_OF_A_PATH = (errno.ENAMETOOLONG, errno.EACCES, errno.ELOOP)
"""Why a path that was named leads nowhere, wherever it is looked at."""


def run() -> None:
    """Run the program with the arguments of this process and exit with its code."""
    arguments = sys.argv[1:]
    hoisted = hoist(arguments)
    is_import = command_word(hoisted) == "import"
    if is_bare(hoisted) or plain_list(hoisted) is not None or is_import:
        gc.disable()  # a list leaves no garbage; console and import look for it once they are open
    if plain_list(hoisted) is None:
        from supportdesk.cli.logs import keep_log

        keep_log(log_file)
    if command_word(hoisted) not in (None, "demo"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        _settle_encoding(as_json="--json" in hoisted)
    status = main(arguments)
    if status == OUTPUT_LOST:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)


def _settle_encoding(*, as_json: bool) -> None:
    """JSON is always UTF-8; a letter the terminal does not know is spelled out, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if as_json else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main(arguments: Sequence[str], clock: Clock = now) -> int:
    """Run the program with `arguments`; return the exit code."""
    hoisted = hoist(arguments)
    status = _status(hoisted, clock)
    return code_for_server(status) if command_word(hoisted) == "intake" else status


def _status(hoisted: Sequence[str], clock: Clock) -> int:
    as_json = "--json" in hoisted
    try:
        status = _answer(hoisted, clock, as_json=as_json)
        if sys.stdout is not None:
            sys.stdout.flush()
    except DeskError as error:
        return tell_error(error, as_json=as_json)
    except SettingTrouble as trouble:
        from supportdesk.i18n.refusals import sentence

        message = sentence(trouble.code, trouble.parameters, interface="cli")
        return _tell(trouble.code, message, WRONG_USAGE, as_json=as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as trouble:
        return _tell_trouble(trouble, hoisted, clock, as_json=as_json)
    except Exception as defect:  # noqa: BLE001 - the outermost boundary: report, no traceback
        return _tell_crash(defect, command_word(hoisted) or "console", clock, as_json=as_json)
    return status


def _answer(hoisted: Sequence[str], clock: Clock, *, as_json: bool) -> int:
    if is_bare(hoisted):
        return _open_console(hoisted, clock, as_json=as_json)
    if (plain := plain_list(hoisted)) is not None:
        return _list(hoisted, *plain, clock, as_json=as_json)
    return _run_command(hoisted, clock, as_json=as_json)


def _tell_trouble(trouble: OSError, hoisted: Sequence[str], clock: Clock, *, as_json: bool) -> int:
    """What the system refused: the place of the answer, or a path somebody named."""
    if _is_of_output(trouble):
        message = _("The answer could not be written: {reason}.").format(reason=trouble.strerror)
        return _tell("output.unwritable", message, OUTPUT_LOST, as_json=as_json)
    if trouble.filename is not None and trouble.errno in _OF_A_PATH:
        path, reason = str(trouble.filename), trouble.strerror
        return tell_error(Invalid("file.unreadable", path=path, reason=reason), as_json=as_json)
    return _tell_crash(trouble, command_word(hoisted) or "console", clock, as_json=as_json)


def _is_of_output(trouble: OSError) -> bool:
    """Whether nobody took what was said; a file that cannot be written is named in the error."""
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return trouble.filename is None and trouble.errno in full


def _open_console(hoisted: Sequence[str], clock: Clock, *, as_json: bool) -> int:
    """The console alone, without the cost of the command line's library."""
    from supportdesk.cli.console_opening import open_console

    with _session(hoisted, clock, as_json=as_json) as session:
        return open_console(session)


def _list(hoisted: Sequence[str], query: str, limit: int, clock: Clock, *, as_json: bool) -> int:
    """A plain list, at the same small cost."""
    from supportdesk.cli.ticket_list import tell_tickets

    with _session(hoisted, clock, as_json=as_json) as session:
        tell_tickets(session, query, limit)
    return 0


@contextmanager
def _session(hoisted: Sequence[str], clock: Clock, *, as_json: bool) -> Iterator[Session]:
    """A session of the global options that were typed; its desk is closed at the end."""
    flags = {setting: value_of(hoisted, option) for setting, option in SETTING_OPTIONS.items()}
    session = start_session(flags, clock, as_json=as_json, read_only=READ_ONLY in hoisted)
    try:
        yield session
    finally:
        session.close()


def _run_command(hoisted: Sequence[str], clock: Clock, *, as_json: bool) -> int:
    import typer

    choose_language(_language(hoisted))
    from supportdesk.cli.application import build

    try:
        command = typer.main.get_command(build(hoisted, clock))
        answer = command.main(list(hoisted), prog_name="supportdesk", standalone_mode=False)
    except typer.TyperException as wrong:
        message = _usage(wrong)
        return _tell("usage", message, wrong.exit_code, as_json=as_json)
    return answer if isinstance(answer, int) else 0


def _usage(wrong: "typer.TyperException") -> str:
    """What was typed wrongly and where to read on; a whole help text stands for itself."""
    message = wrong.format_message()
    if "\n" in message:
        return message
    context = getattr(wrong, "ctx", None)
    place = "supportdesk" if context is None else context.command_path
    ended = message if message.endswith((".", "?", "!")) else f"{message}."
    return _("{message} See: {place} --help").format(message=ended, place=place)


def _language(hoisted: Sequence[str]) -> str | None:
    """The language of the help; settings that cannot be read are told of later."""
    typed = value_of(hoisted, "--lang")
    try:
        return load_settings(settings_file(os.environ), os.environ, {"language": typed}).language
    except SettingTrouble:
        return typed


def _tell(code: str, message: str, status: int, *, as_json: bool) -> int:
    if as_json:
        tell_json(code, message, status)
    else:
        for line in message.splitlines():
            tell_line(line)
    return status


def _tell_crash(defect: BaseException, command: str, clock: Clock, *, as_json: bool) -> int:
    from supportdesk.cli.crash import crash_report, keep_crash_report

    moment = clock()
    kept = keep_crash_report(crash_folder(), crash_report(defect, command, moment), moment)
    place = _("could not be written") if kept is None else str(kept)
    message = _(
        "A defect of the program stopped it; nothing was half done. Report without any"
        " customer's text: {place}"
    ).format(place=place)
    return _tell("crash", message, CRASHED, as_json=as_json)
