"""The keys of one operator: those of the registry, or what `keys.toml` gives instead (F164)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from supportdesk.console import commands as registry
from supportdesk.console.board_commands import BOARD_COMMANDS
from supportdesk.console.command import Command, Where
from supportdesk.console.key_names import key_name
from supportdesk.console.keyboard import presses
from supportdesk.console.report_commands import REPORT_COMMANDS
from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS
from supportdesk.domain.errors import Invalid
from supportdesk.records import dataclass

TYPED = ("::", "??")
"""Not keys but two signs each that call for something while a text is typed."""

OWN_LETTERS = frozenset({("insert_quote", ">")})
"""Commands of the editor with the one letter each may have: it does more than to be typed."""

KEEP_A_KEY = frozenset(
    "down up page_down page_up next_pane previous_pane open back quit help palette"
    " send review review_back board_leave report_leave".split()
)
"""Commands without which nobody gets about, out, or to the help: the palette has them not."""

EDITING = frozenset("enter space backspace delete up down left right home end".split())
"""Keys that move or type in a text: no command of the editor."""

AREAS_TOGETHER = (
    (Where.LIST, Where.TICKET, Where.EVERYWHERE),
    (Where.EDITOR, Where.EVERYWHERE),
    (Where.REVIEW, Where.EVERYWHERE),
    (Where.BOARD, Where.EVERYWHERE),
    (Where.REPORT, Where.EVERYWHERE),
)
"""Areas whose keys are heard at the same time."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Every command with the keys it has here, and what they mean where."""

    commands: tuple[Command, ...] = registry.COMMANDS
    editor: tuple[Command, ...] = EDITOR_COMMANDS
    review: tuple[Command, ...] = REVIEW_COMMANDS
    board: tuple[Command, ...] = BOARD_COMMANDS
    report: tuple[Command, ...] = REPORT_COMMANDS

    @property
    def all(self) -> tuple[Command, ...]:
        """Every command of the console, in the order of the help."""
        return (*self.commands, *self.editor, *self.review, *self.board, *self.report)

    def named(self, name: str) -> Command:
        """The command of this name."""
        return next(command for command in self.all if command.name == name)

    def keymap(self, *areas: Where) -> dict[str, Command]:
        """Key press → command, for the areas named and those that hold everywhere."""
        return registry.keymap(*areas, commands=self.all)

    def continuations(self, press: str) -> dict[str, Command]:
        """Second key → command, for the sequences that the key press `press` begins."""
        return registry.continuations(press, self.commands)

    def hints(self, pane: str) -> tuple[Command, ...]:
        """The commands the footer shows while keys go to `pane`: those that have a key."""
        known = {command.name: command for command in self.commands}
        return tuple(known[name] for name in registry.HINTS[pane] if known[name].keys)

    def names(self) -> dict[str, str]:
        """Command → what its first key is called, or nothing; for sentences."""
        return {c.name: key_name(c.keys[0]) if c.keys else "" for c in self.all}

    def remapped(self, chosen: Mapping[str, Sequence[str]], path: str) -> "Keys":
        """The same commands with the keys chosen, by command; `path` is where they stand.

        Raises Invalid for the first trouble: see `troubles`.
        """
        changed, troubles = self._changed(chosen, path)
        for trouble in (*troubles, *changed.clashes(path)):
            raise trouble
        return changed

    def troubles(self, chosen: Mapping[str, Sequence[str]], path: str) -> list[Invalid]:
        """Everything that speaks against these keys, in the order of the file."""
        changed, troubles = self._changed(chosen, path)
        return [*troubles, *changed.clashes(path)]

    def clashes(self, path: str) -> Iterator[Invalid]:
        """Every press that would mean two things where it is heard, each pair told once."""
        told: set[frozenset[str]] = set()
        for areas in AREAS_TOGETHER:
            heard = [command for command in self.all if command.where in areas]
            for key, one, other in _meetings(heard):
                pair = frozenset((one.name, other.name))
                if pair not in told:
                    told.add(pair)
                    yield Invalid(
                        "key.clash", key=key_name(key), one=one.name, other=other.name, path=path
                    )

    def _changed(
        self, chosen: Mapping[str, Sequence[str]], path: str
    ) -> tuple["Keys", list[Invalid]]:
        known = {command.name: command for command in self.all}
        troubles: list[Invalid] = []
        given: dict[str, Command] = {}
        for name, written in chosen.items():
            try:
                given[name] = _given(known, name, written)
            except Invalid as trouble:
                parameters = {**trouble.parameters, "name": name, "path": path}
                troubles.append(Invalid(trouble.code, **parameters))
        parts = (self.commands, self.editor, self.review, self.board, self.report)
        return Keys(*(tuple(given.get(c.name, c) for c in part) for part in parts)), troubles


def _given(known: Mapping[str, Command], name: str, written: Sequence[str]) -> Command:
    """The command with its new keys. Raises Invalid."""
    from supportdesk.console.key_reading import key_trouble, read_key

    command = known.get(name)
    if command is None:
        from difflib import get_close_matches

        nearest = get_close_matches(name, known, 1, cutoff=0.5)
        raise key_trouble("key.no_command", **({"nearest": nearest[0]} if nearest else {}))
    typed = command.where is Where.EDITOR
    keys = tuple(dict.fromkeys(key if typed and key in TYPED else read_key(key) for key in written))
    if not keys and name in KEEP_A_KEY:
        raise key_trouble("key.needed")
    for key in keys:
        if typed and not _calls(name, key) and (" " in key or len(key) == 1 or key in EDITING):
            raise key_trouble("key.types", key=key_name(key))
        if command.where is Where.REVIEW and " " in key:
            raise key_trouble("key.types", key=key_name(key))
    return replace(command, keys=keys)


def _calls(name: str, key: str) -> bool:
    """Whether what is typed calls for a command."""
    return key in TYPED or (name, key) in OWN_LETTERS


def _meetings(heard: Sequence[Command]) -> Iterator[tuple[str, Command, Command]]:
    """Keys that mean two commands, and keys that hide the sequences they begin."""
    found: dict[str, Command] = {}
    for command in heard:
        for key in command.keys:
            for press in presses(key):
                other = found.setdefault(press, command)
                if other is not command:
                    yield key, other, command
    for command in heard:
        for key in command.keys:
            hiding = found.get(key.split(" ")[0]) if " " in key else None
            if hiding is not None and (hiding.name, command.name) != ("back", "quit"):
                yield key.split(" ")[0], hiding, command


USUAL_KEYS = Keys()
"""The keys of R7."""
