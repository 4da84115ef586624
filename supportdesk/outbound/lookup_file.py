"""The file that says which blocks a client's card has and whom to ask for them (F50).

Only its owner may read it: whoever reads a web hook may use it.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from supportdesk.outbound.placeholders import Filled, is_known
from supportdesk.records import dataclass
from supportdesk.settings.fields import SettingTrouble

KEEP_MINUTES = 15
TIMEOUT_SECONDS = 5
LONGEST_TIMEOUT = 30
MOST_BLOCKS = 5
MOST_CALLS = 5
LONGEST_TITLE = 40

_BLOCK = {"title", "keep_minutes", "timeout_seconds", "secret", "call"}
_CALL = {"command", "url", "method", "json", "headers", "take", "items", "line", "allow_http"}
_METHODS = ("GET", "POST")
_LOCAL = ("localhost", "127.0.0.1", "[::1]", "::1")

Structure = Any
"""JSON as TOML gives it, with texts that may hold placeholders."""


@dataclass(frozen=True, slots=True)
class Call:
    """One question: a command with its arguments, or a web address.

    `take` names what is kept of the answer for the next call, `items` and `line` say which part of
    JSON becomes lines; without them the answer is read as lines of text.
    """

    command: tuple[Filled, ...] = ()
    url: Filled | None = None
    method: str = "GET"
    json: Structure = None
    headers: tuple[tuple[str, Filled], ...] = ()
    take: tuple[tuple[str, str], ...] = ()
    items: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the card: what it is called, and the calls that fill it, one after another."""

    title: str
    calls: tuple[Call, ...]
    secrets: Mapping[str, str] = field(repr=False)
    keep_minutes: int = KEEP_MINUTES
    timeout_seconds: int = TIMEOUT_SECONDS


class _Wrong(ValueError):
    """A value of the file that cannot be; its name is the argument."""


def read_blocks(file: Path, environment: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of a file; none where there is no file.

    Raises SettingTrouble for a file that others may read, one that cannot be read, and a value
    that cannot be. No text of the file is in it: it holds secrets.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as trouble:
        raise SettingTrouble(
            "lookups.unreadable", path=str(file), reason=trouble.strerror
        ) from None
    with os.fdopen(descriptor, "rb") as opened:
        _require_private(opened.fileno(), file)
        content = opened.read()
    return tuple(_blocks(content, file, environment))


def _require_private(descriptor: int, file: Path) -> None:
    if os.fstat(descriptor).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingTrouble("lookups.open_to_others", path=str(file))


def _blocks(content: bytes, file: Path, environment: Mapping[str, str]) -> Iterator[Block]:
    import tomllib

    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise SettingTrouble("lookups.unreadable", path=str(file), reason="TOML") from None
    blocks = found.get("block", [])
    if set(found) - {"block"} or not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        raise SettingTrouble("lookups.invalid", path=str(file), block="—", wrong="block")
    titles: set[str] = set()
    for number, one in enumerate(blocks, 1):
        try:
            block = _block(one, file.parent, environment)
            if block.title in titles:
                raise _Wrong("title")
        except _Wrong as wrong:
            raise SettingTrouble(
                "lookups.invalid", path=str(file), block=number, wrong=str(wrong)
            ) from None
        titles.add(block.title)
        yield block


def _block(found: Structure, folder: Path, environment: Mapping[str, str]) -> Block:
    if not isinstance(found, dict) or set(found) - _BLOCK:
        raise _Wrong(_first_unknown(found, _BLOCK))
    title = " ".join(_text(found, "title").split())
    calls = found.get("call")
    if not title or len(title) > LONGEST_TITLE:
        raise _Wrong("title")
    if not isinstance(calls, list) or not 0 < len(calls) <= MOST_CALLS:
        raise _Wrong("call")
    secrets = _secrets(found.get("secret", {}), folder, environment)
    return Block(
        title,
        tuple(_call(call, secrets) for call in calls),
        {f"secret.{name}": value for name, value in secrets.items()},
        _whole(found, "keep_minutes", KEEP_MINUTES, 7 * 24 * 60),
        _whole(found, "timeout_seconds", TIMEOUT_SECONDS, LONGEST_TIMEOUT),
    )


def _secrets(found: Structure, folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Secrets by name: from a variable of the environment, or from a file of one's own."""
    if not isinstance(found, dict):
        raise _Wrong("secret")
    secrets = {}
    for name, source in found.items():
        if not isinstance(source, dict) or len(source) != 1:
            raise _Wrong(f"secret.{name}")
        kind, value = next(iter(source.items()))
        if not isinstance(value, str) or kind not in ("env", "file"):
            raise _Wrong(f"secret.{name}")
        held = environment.get(value, "") if kind == "env" else _secret_file(value, folder, name)
        if not held or any(letter.isspace() or not letter.isprintable() for letter in held):
            raise _Wrong(f"secret.{name}")
        secrets[name] = held
    return secrets


def _secret_file(named: str, folder: Path, name: str) -> str:
    place = folder / os.path.expanduser(named)  # noqa: PTH111 - leaves an unknown ~name alone
    try:
        with place.open("rb") as opened:
            _require_private(opened.fileno(), place)
            return opened.read(10_000).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise _Wrong(f"secret.{name}") from None


def _call(found: Structure, secrets: Mapping[str, str]) -> Call:
    if not isinstance(found, dict) or set(found) - _CALL:
        raise _Wrong(_first_unknown(found, _CALL))
    if ("command" in found) == ("url" in found):
        raise _Wrong("command, url")
    items, line = found.get("items"), found.get("line")
    if not all(part is None or isinstance(part, str) for part in (items, line)):
        raise _Wrong("items, line")
    call = Call(
        command=_command(found),
        url=_url(found) if "url" in found else None,
        method=_method(found),
        json=found.get("json"),
        headers=tuple(_pairs(found, "headers", Filled)),
        take=tuple(_pairs(found, "take", str)),
        items=items,
        line=line,
    )
    for name in _names(call):
        if not is_known(name) or (name.startswith("secret.") and name[7:] not in secrets):
            raise _Wrong(f"{{{name}}}")
    return call


def _command(found: dict[str, Any]) -> tuple[Filled, ...]:
    words = found.get("command", [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise _Wrong("command")
    if "command" in found and (not words or Filled(words[0]).names):
        raise _Wrong("command")
    return tuple(map(Filled, words))


def _url(found: dict[str, Any]) -> Filled:
    """A web address whose host no client's value is part of; encrypted, unless it is here."""
    written = _text(found, "url")
    try:
        parts = urlsplit(written)
        host = parts.hostname or ""
    except ValueError:
        raise _Wrong("url") from None
    local = parts.netloc.rpartition("@")[2].partition(":")[0] in _LOCAL or host in _LOCAL
    if not host or "{" in parts.netloc or parts.scheme not in ("http", "https"):
        raise _Wrong("url")
    if parts.scheme == "http" and not local and found.get("allow_http") is not True:
        raise _Wrong("allow_http")
    return Filled(written)


def _method(found: dict[str, Any]) -> str:
    method = found.get("method", "POST" if "json" in found else "GET")
    if method not in _METHODS:
        raise _Wrong("method")
    return str(method)


def _pairs(found: dict[str, Any], name: str, kind: Any) -> Iterator[tuple[str, Any]]:
    values = found.get(name, {})
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise _Wrong(name)
    for key, value in values.items():
        yield key, kind(value)


def _names(call: Call) -> Iterator[str]:
    for part in (*call.command, *(value for _name, value in call.headers)):
        yield from part.names
    if call.url is not None:
        yield from call.url.names
    yield from _names_in(call.json)


def _names_in(structure: Structure) -> Iterator[str]:
    if isinstance(structure, str):
        yield from Filled(structure).names
    elif isinstance(structure, dict):
        for value in structure.values():
            yield from _names_in(value)
    elif isinstance(structure, list):
        for value in structure:
            yield from _names_in(value)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise _Wrong(name)
    return value


def _whole(found: dict[str, Any], name: str, usual: int, most: int) -> int:
    value = found.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
        raise _Wrong(name)
    return value


def _first_unknown(found: Structure, known: set[str]) -> str:
    return ", ".join(sorted(set(found) - known)) if isinstance(found, dict) else "block"
