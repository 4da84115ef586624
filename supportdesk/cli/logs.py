"""What the program logs about itself: places in its source and ids, never customers' text.

A traceback names what it broke on, and Python prints the ones nobody asked for to the terminal:
those of loggers without a handler, of threads and of forgotten tasks. Here they all end in one
file that only its owner reads (trust.md, Access).
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from supportdesk.cli.crash import frames_of
from supportdesk.domain.safe_text import clean_line

LARGEST_LOG = 1 << 20
"""Bytes; a log that has grown so far is begun anew, the former one is kept beside it."""


class OwnLog(logging.Handler):
    """Writes what went wrong into a file; makes it with the first line."""

    def __init__(self, place: Callable[[], Path]) -> None:
        super().__init__(logging.WARNING)
        self._place = place

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record: the words of the program, and the frames of an error."""
        lines = [f"{record.levelname} {record.name} {self._words(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += frames_of(record.exc_info[1])
        try:
            self._append("".join(f"{clean_line(line)}\n" for line in lines))
        except OSError:
            return

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        """Our own sentence with its ids; of other libraries only the place that spoke."""
        if record.name.startswith("supportdesk"):
            return record.getMessage()
        return f"{record.module}:{record.lineno}"

    def _append(self, text: str) -> None:
        place = self._place()
        place.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(place, flags, 0o600), "a", encoding="utf-8") as file:
            file.write(text)
            if file.tell() > LARGEST_LOG:
                place.replace(place.with_name(f"{place.name}.1"))


def keep_log(place: Callable[[], Path]) -> None:
    """Let everything that is logged, and every error nobody waits for, end in the file `place`."""
    logging.getLogger().handlers = [OwnLog(place)]
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_of_unraisable


def _tell_of_thread(error: threading.ExceptHookArgs) -> None:
    logging.getLogger("supportdesk").error("a thread ended", exc_info=error.exc_value)


def _tell_of_unraisable(error: "sys.UnraisableHookArgs") -> None:
    logging.getLogger("supportdesk").error("an error at the end", exc_info=error.exc_value)
