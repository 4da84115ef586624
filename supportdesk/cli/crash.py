"""What is kept of a defect: where it happened, never whose text was involved."""

import os
import platform
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

from supportdesk import __version__
from supportdesk.cli.times import stamp
from supportdesk.domain.errors import DeskError


def crash_report(error: BaseException, command: str, moment: datetime) -> str:
    """Versions, the command's name and the frames; no messages, arguments or values."""
    lines = [
        f"supportdesk {__version__}",
        f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {sys.platform}",
        f"at {stamp(moment)}, command {command}",
    ]
    return "\n".join([*lines, *frames_of(error)]) + "\n"


def frames_of(error: BaseException) -> list[str]:
    """The kinds of an error and of what caused it, each with its frames; nobody's words."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        code = f" {current.code}" if isinstance(current, DeskError) else ""
        lines += ["", f"{kind}{code}", *_frames(current)]
        current = current.__cause__ or current.__context__ or _carried(current)
    return lines


def keep_crash_report(folder: Path, text: str, moment: datetime) -> Path | None:
    """Write the report where only its owner reads it; None when that is not possible."""
    path = folder / f"crash-{stamp(moment)}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return path


def _carried(error: BaseException) -> BaseException | None:
    """The error that another one brings from a worker, where it is not its cause."""
    carried = getattr(error, "error", None)
    return carried if isinstance(carried, BaseException) else None


def _frames(error: BaseException) -> list[str]:
    lines = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines
