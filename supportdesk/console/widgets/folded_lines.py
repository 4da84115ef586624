"""What is folded of a message in a conversation, and the line that stands in its place (F71)."""

from supportdesk.domain.folding import LONGEST, FoldKind, out_of_sight
from supportdesk.domain.ticket import MAILED
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.records import dataclass
from supportdesk.store.read.rows import MessageRow


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of a body that is folded: characters, and how many lines it has."""

    start: int
    end: int
    lines: int
    kind: FoldKind


def hidden_of(message: MessageRow) -> tuple[Hidden, ...]:
    """What is folded of a message, in its order."""
    body = message.body.rstrip()
    if message.kind not in MAILED or len(body) > LONGEST:
        return ()
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return tuple(
        Hidden(starts[fold.start], min(starts[fold.end], len(body)), fold.lines, fold.kind)
        for fold in out_of_sight(lines)
    )


def said_of(role: str, lines: int) -> str:
    """What stands in the place of folded lines; `role` is the kind of the fold."""
    if role == FoldKind.SIGNATURE:
        said = ngettext(
            "signature of {lines} line folded · {key} shows it",
            "signature of {lines} lines folded · {key} shows it",
            lines,
        )
    else:
        said = ngettext(
            "{lines} quoted line folded · {key} shows it",
            "{lines} quoted lines folded · {key} shows them",
            lines,
        )
    return said.format(lines=lines, key=key_of("original"))
