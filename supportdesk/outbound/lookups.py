"""The blocks of a client's card, asked one call after another (F50)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from supportdesk.domain.lookup import LookupAnswer, LookupSubject
from supportdesk.outbound.lookup_answer import (
    NoAnswer,
    at_path,
    item_lines,
    plain,
    read_json,
    text_lines,
)
from supportdesk.outbound.lookup_command import Commands
from supportdesk.outbound.lookup_file import Block, Call, read_blocks
from supportdesk.outbound.placeholders import Filled, NoValue

HIDDEN = "•••"
"""Stands where an answer repeats a secret of the request."""


class FileLookups:
    """The lookups that a file describes. Implements `domain.lookup.Lookups`."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = {block.title: block for block in blocks}
        self._commands = Commands()

    @property
    def titles(self) -> Sequence[str]:
        """The blocks, in the order of the file."""
        return tuple(self._blocks)

    def fresh_for(self, title: str) -> int:
        """Milliseconds for which an answer is good."""
        return self._blocks[title].keep_minutes * 60_000

    def ask(self, title: str, subject: LookupSubject) -> LookupAnswer:
        """Ask now; whatever goes wrong is told by a code."""
        block = self._blocks[title]
        deadline = monotonic() + block.timeout_seconds
        try:
            lines = self._lines(block, subject, deadline)
        except NoValue as missing:
            return LookupAnswer(trouble=f"no_value {missing}")
        except NoAnswer as none:
            return LookupAnswer(trouble=none.trouble)
        return LookupAnswer(tuple(_without(line, block.secrets) for line in lines))

    def close(self) -> None:
        """End a command that is still running."""
        self._commands.stop()

    def _lines(self, block: Block, subject: LookupSubject, deadline: float) -> tuple[str, ...]:
        values = {**_client_values(subject), **block.secrets}
        lines: tuple[str, ...] = ()
        for call in block.calls:
            content = self._content(call, values, deadline)
            if not (call.take or call.items is not None or call.line is not None):
                lines = text_lines(content)
                continue
            found = read_json(content)
            for name, path in call.take:
                value = plain(at_path(found, path))
                if not value:
                    return ()
                values[f"found.{name}"] = value
            if call.items is not None or call.line is not None:
                lines = item_lines(found, call.items, call.line)
        return lines

    def _content(self, call: Call, values: Mapping[str, str], deadline: float) -> bytes:
        if call.url is None:
            return self._commands.output(
                [word.as_argument(values) for word in call.command], deadline
            )
        from supportdesk.outbound.lookup_http import fetch

        headers = {name: value.plain(values) for name, value in call.headers}
        body = _filled(call.json, values)
        return fetch(call.method, call.url.in_address(values), headers, body, deadline)


def load_lookups(file: Path, environment: Mapping[str, str]) -> FileLookups | None:
    """The lookups of a file, or None where there are none. Raises SettingTrouble."""
    blocks = read_blocks(file, environment)
    return FileLookups(blocks) if blocks else None


def _client_values(subject: LookupSubject) -> dict[str, str]:
    held = {
        "client.number": str(subject.client),
        "client.name": subject.name,
        "client.email": subject.email or "",
        "client.phone": subject.phone or "",
        "client.company": subject.company or "",
        "client.language": subject.language or "",
    }
    return held | {f"client.field.{name}": value for name, value in subject.properties}


def _filled(structure: Any, values: Mapping[str, str]) -> Any:
    if isinstance(structure, str):
        return Filled(structure).plain(values)
    if isinstance(structure, dict):
        return {name: _filled(value, values) for name, value in structure.items()}
    if isinstance(structure, list):
        return [_filled(value, values) for value in structure]
    return structure


def _without(line: str, secrets: Mapping[str, str]) -> str:
    for secret in secrets.values():
        line = line.replace(secret, HIDDEN)
    return line
