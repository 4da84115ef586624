"""What a composer tells the desk: every message names the kind of text it is about."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Submitted(Message, namespace="composer"):
    """The text is finished: send the reply, or save the note; then set `then_state`."""

    kind: str
    body: str
    then_state: str | None = None


@dataclass
class Reviewing(Message, namespace="composer"):
    """The review bar was opened, or left for the text."""

    active: bool


@dataclass
class DraftChanged(Message, namespace="composer"):
    """The text to keep now; `asked` when the operator saves it on purpose."""

    kind: str
    body: str
    cursor: int
    asked: bool = False


@dataclass
class TemplateWanted(Message, namespace="composer"):
    """Open the template picker; give what was picked to `insert`."""

    kind: str


@dataclass
class FilesWanted(Message, namespace="composer"):
    """Add files to the text, or take some off; tell `show_files` what is attached then."""

    kind: str


@dataclass
class ArticleWanted(Message, namespace="composer"):
    """Open the articles; give what was chosen to `insert`."""

    kind: str


@dataclass
class EditorWanted(Message, namespace="composer"):
    """Open the operator's own editor; give what comes back to `take_back`."""


@dataclass
class RecipientsWanted(Message, namespace="composer"):
    """Choose who gets it beside the receiver; tell `show_recipients` who does then."""

    kind: str


@dataclass
class LaterWanted(Message, namespace="composer"):
    """Ask when the text is to be sent."""

    kind: str
    body: str


@dataclass
class Switched(Message, namespace="composer"):
    """Become the other kind, with this text: the operator has confirmed it."""

    kind: str
    body: str
    cursor: int


@dataclass
class Discarded(Message, namespace="composer"):
    """Throw the text away, in a way that undo can take back."""

    kind: str
    body: str
    cursor: int


@dataclass
class Left(Message, namespace="composer"):
    """Keep the text as a draft and close the composer."""

    kind: str
    body: str
    cursor: int
