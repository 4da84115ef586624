"""Commands about the desk itself: templates, operators, queues, and taking back."""

from uuid import UUID

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Make a template, or change the one with id `template`; variants are (language, body)."""

    title: str
    variants: tuple[tuple[str, str], ...]
    template: int | None = None
    kind: str | None = None
    queue: int | None = None
    tags: tuple[str, ...] = ()
    source_id: str | None = None
    """A stable name from where it was imported; the same name changes the same template."""
    stage: str | None = None
    """The stage of a conversation it is for (F65), one of `template_scope.STAGES`."""
    trait: str | None = None
    """The client's trait it is for: `skill`, or `skill=novice`."""


@dataclass(frozen=True, slots=True)
class SaveOperator:
    """Make an operator, or change the one with id `operator`.

    `login` is the operating-system user who is this operator.
    """

    name: str
    operator: int | None = None
    login: str | None = None
    role: str = "operator"
    email: str | None = None
    job: str | None = None
    signature: str | None = None
    active: bool | None = None
    """Whether they work here: a robot of another desk does not; None leaves it."""


@dataclass(frozen=True, slots=True)
class SaveQueue:
    """Make a queue, or change the one with id `queue`; `line` is 1 for the first line."""

    name: str
    line: int = 1
    queue: int | None = None
    signature: str | None = None
    """Stands under replies in this queue instead of the operator's; None leaves it, "" takes it."""


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Call a tag `name` on every ticket; the old name goes on meaning it (F22).

    Where another tag has that name already, both become one.
    """

    tag: str
    name: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the command with envelope id `envelope`; None means one's own newest.

    A bulk is taken back whole. Exact, or refused with the name of the later event (law 4).
    """

    envelope: UUID | None = None


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what an undo of one's own took back: the newest, or the one named.

    Where one's newest command is a bulk that was interrupted, go on with the rest of it.
    """

    envelope: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeOption:
    """Set a shared option of the desk (`desk_options.DEFAULTS` names them)."""

    name: str
    value: str
