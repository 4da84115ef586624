"""Macros: several changes of one ticket that are made in one step (F62-F64)."""

import json
from dataclasses import asdict, fields

from supportdesk.records import dataclass

OWNER_ME, OWNER_NOBODY = "me", "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """What a macro does; None and nothing leave things as they are.

    `reply` holds (language, text) and `note` a text, both as templates have it (R5).
    """

    reply: tuple[tuple[str, str], ...] = ()
    send: bool = False
    """Whether the reply leaves at once; otherwise it opens in the composer."""
    note: str = ""
    state: str | None = None
    reason: str | None = None
    kind: str | None = None
    priority: int | None = None
    queue: int | None = None
    owner: str | None = None
    """`me`, `nobody`, or the number of an operator."""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    snooze: str | None = None
    """A moment as people write it, counted from when the macro is run: `2d`, `tomorrow 9:00`."""

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not any(
            getattr(self, part.name) not in (None, "", ())
            for part in fields(self)
            if part.name not in ("send", "reason")
        )


def macro_text(macro: Macro) -> str:
    """A macro as it is kept: JSON of what it does."""
    kept = {name: value for name, value in asdict(macro).items() if value not in (None, "", ())}
    return json.dumps(
        {name: value for name, value in kept.items() if value}
        | ({"priority": macro.priority} if macro.priority is not None else {}),
        ensure_ascii=False,
        sort_keys=True,
    )


def macro_from(kept: str) -> Macro:
    """The macro that `macro_text` has written."""
    found = json.loads(kept)
    return Macro(
        reply=tuple((language, body) for language, body in found.pop("reply", ())),
        add=tuple(found.pop("add", ())),
        remove=tuple(found.pop("remove", ())),
        **found,
    )
