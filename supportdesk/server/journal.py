"""What the server tells of itself: one JSON object a line, with ids and never anybody's text."""

import logging
import threading
from typing import TextIO

from supportdesk.domain.envelope import Clock, to_milliseconds
from supportdesk.objects.json_lines import encode
from supportdesk.objects.times import utc_text


class Journal:
    """Writes lines to a stream; a stream that takes no more is left alone."""

    def __init__(self, stream: TextIO, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock
        self._turn = threading.Lock()

    def tell(self, event: str, **facts: int | float | str | None) -> None:
        """One line: what happened, and numbers, routes and codes beside it."""
        at = utc_text(to_milliseconds(self._clock()))
        line = encode({"at": at, "event": event, **facts})
        with self._turn:
            try:
                self._stream.write(f"{line}\n")
                self._stream.flush()
            except OSError:
                return


class JournalLog(logging.Handler):
    """What libraries and our own rooms log, as lines of a journal: of libraries only the place."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one record by its place in a source and the kind of its error."""
        error = record.exc_info[1] if record.exc_info else None
        self._journal.tell(
            "trouble",
            level=record.levelname.lower(),
            place=f"{record.name}:{record.lineno}",
            error=None if error is None else type(error).__name__,
        )
