"""The terminal driver, hardened: bad bytes, pasted escapes and a lone Esc (trust.md, speed.md).

Textual's own input thread ends the program at one byte that is not UTF-8, takes escape sequences
inside pasted text for keys, and waits 100 ms after a lone Esc.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Resize
from textual.message import Message

from supportdesk.patterns import pattern

PASTE_BEGINS = "\x1b[200~"
PASTE_ENDS = "\x1b[201~"
ESCAPE = "\x1b"
ESCAPE_PICTURE = "\u241b"

LARGEST_SIDE = 2_000
"""Cells; a window that claims to be larger would cost memory and time, not show more."""

_BEFORE_ESCAPE = pattern("(?=\x1b)")
MOST_UNREAD = 20
"""Writes that wait for a terminal that does not read; Textual's own queue blocks at 30."""

_IDLE = 0.1
"""Seconds between looks at whether the program is ending."""


class PasteGuard:
    """Makes escapes inside a bracketed paste visible, so that none becomes a key."""

    def __init__(self) -> None:
        self._pasting = False
        self._held = ""
        self._tail = ""

    def feed(self, typed: str) -> str:
        """Pass on what was typed; inside a paste only its own end may escape."""
        passed: list[str] = []
        rest, self._held = self._held + typed, ""
        while rest:
            rest = self._pasted(rest, passed) if self._pasting else self._typed(rest, passed)
        return "".join(passed)

    def _typed(self, rest: str, passed: list[str]) -> str:
        """Outside a paste nothing is held back: a lone Esc is a key; a beginning may be split."""
        seen = self._tail + rest
        found = seen.find(PASTE_BEGINS)
        if found < 0:
            self._tail = seen[1 - len(PASTE_BEGINS) :]
            passed.append(rest)
            return ""
        end = found + len(PASTE_BEGINS) - len(self._tail)
        self._pasting, self._tail = True, ""
        passed.append(rest[:end])
        return rest[end:]

    def _pasted(self, rest: str, passed: list[str]) -> str:
        before, ended, after = rest.partition(PASTE_ENDS)
        if ended:
            passed += (before.replace("\x1b", ESCAPE_PICTURE), ended)
            self._pasting = False
            return after
        begun = _ending(rest)
        self._held = rest[len(rest) - begun :]
        passed.append(rest[: len(rest) - begun].replace("\x1b", ESCAPE_PICTURE))
        return ""


def _ending(rest: str) -> int:
    """How many characters at the end of `rest` may be the beginning of the paste's end."""
    for size in range(min(len(PASTE_ENDS) - 1, len(rest)), 0, -1):
        if rest.endswith(PASTE_ENDS[:size]):
            return size
    return 0


class Keyboard:
    """Bytes of a terminal to messages. No bytes end it: what nothing can mean is left out."""

    def __init__(self, *, debug: bool = False) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._guard = PasteGuard()

    def feed(self, typed: bytes) -> Iterator[Message]:
        """What was typed, pasted or answered by the terminal."""
        passed = self._guard.feed(self._decode(typed))
        for piece in filter(None, _BEFORE_ESCAPE.split(passed)):
            yield from _apart(self._messages(piece))

    def tick(self) -> Iterator[Message]:
        """What time makes of an escape that nothing followed."""
        return _apart(filter(_is_possible, self._parser.tick()))

    def end(self) -> None:
        """Let go of what was begun."""
        with suppress(EOFError, ParseError, ValueError):
            for _message in self._parser.feed(""):
                pass

    def _messages(self, piece: str) -> Iterator[Message]:
        try:
            yield from filter(_is_possible, self._parser.feed(piece))
        except (ValueError, OverflowError):  # a number that names no character, or none at all
            self._parser = XTermParser(self._debug)


def _apart(messages: Iterable[Message]) -> Iterator[Message]:
    """Esc and the letter behind it, which tmux or a slow line brings in one piece, are two keys.

    A terminal says the same of Alt with a letter: no key of ours is one (R7).
    """
    for message in messages:
        letter = message.character if isinstance(message, Key) else None
        if isinstance(message, Key) and message.key.startswith("alt+") and letter:
            yield Key("escape", ESCAPE)
            yield Key(letter, letter)
        else:
            yield message


def _is_possible(message: Message) -> bool:
    """Whether a keyboard or a window can say so: no half characters, no boundless windows."""
    if isinstance(message, Key):
        return message.character is None or not "\ud800" <= message.character <= "\udfff"
    if isinstance(message, Resize):
        return 0 < message.size.width <= LARGEST_SIDE and 0 < message.size.height <= LARGEST_SIDE
    return True


class ConsoleDriver(LinuxDriver):
    """Reads keys and pastes, and outlives its terminal; everything else is Textual's."""

    begun = 0
    """How often the terminal was taken: each time it shows nothing of ours."""

    _held: list[str] | None = None
    """What is written in one piece, while that is being made."""

    def start_application_mode(self) -> None:
        """Take the terminal, at the start or after somebody else had it."""
        self.begun += 1
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def write(self, data: str) -> None:
        """Hand on what is to be written; nothing where the terminal is gone.

        The thread that writes ends with its terminal: whoever waited for it would wait for ever.
        """
        if self._held is not None:
            self._held.append(data)
        elif self._can_write():
            super().write(data)

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """Hand on at the end what is written meanwhile: each piece wakes the thread that writes."""
        held = self._held = []
        try:
            yield
        finally:
            self._held = None
            if held:
                self.write("".join(held))

    @property
    def is_stalled(self) -> bool:
        """Whether nobody reads what was written: one more frame could hold up the program."""
        writer = self._writer_thread
        return writer is not None and writer._queue.qsize() > MOST_UNREAD

    def close(self) -> None:
        """Let the last bytes be written, where somebody still writes them."""
        if self._can_write():
            super().close()

    def _can_write(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def run_input_thread(self) -> None:
        """Read the keyboard until the program ends."""
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        keyboard = Keyboard(debug=self._debug)
        wait = _IDLE
        try:
            while not self.exit_event.is_set():
                if selector.select(wait):
                    typed = os.read(self.fileno, 4096)
                    if not typed:
                        break
                    wait = constants.ESCAPE_DELAY if typed.endswith(b"\x1b") else _IDLE
                    for event in keyboard.feed(typed):
                        self.process_message(event)
                else:
                    wait = _IDLE
                for event in keyboard.tick():
                    self.process_message(event)
        finally:
            selector.close()
            keyboard.end()
