"""Replies of another program's tests: what is folded of them is what that program trims.

Right is a reply of which the shown lines are the expected ones, where empty lines and blanks at the
ends of lines do not count. Expected is what was trimmed; where the tests have no such file, what
stood before the embedded mail; else the reply without its elided lines; else the whole reply.
"""

from supportdesk.domain.folding import split
from tests.trust.mail_fixtures import fixtures, needed

pytestmark = needed

ARCHIVE = "discourse-email_reply_trimmer"
REPLIES = 63
RIGHT = 0.95
OTHERWISE = {"forwarded_message.txt"}
"""It is passed on and holds nothing else: we show the whole, they cut its head off."""


def text_of(raw: bytes) -> str:
    """A file of the archive as text."""
    return raw.decode("utf-8", "replace").replace("\r\n", "\n")


def said(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def expected(files: dict[tuple[str, str], str], name: str) -> str:
    """What is to be shown of a reply."""
    for folder in ("trimmed", "before"):
        if (folder, name) in files:
            return files[folder, name]
    elided = files.get(("elided", name), "").strip("\n")
    whole = files["emails", name]
    return whole.replace(elided, "") if elided else whole


def shown(text: str) -> str:
    """What is shown of a reply when all is folded that may be."""
    lines, folds = split(text)
    hidden = {at for fold in folds for at in range(fold.start, fold.end)}
    return "\n".join(line for at, line in enumerate(lines) if at not in hidden)


def test_replies_are_folded_as_expected() -> None:
    files = {}
    for path, raw in fixtures(ARCHIVE):
        folder, name = path.split("/")[-2:]
        files[folder, name] = text_of(raw)
    names = sorted(name for folder, name in files if folder == "emails")
    wrong = {
        name for name in names if said(shown(files["emails", name])) != said(expected(files, name))
    }
    assert len(names) == REPLIES
    assert wrong == OTHERWISE
    assert 1 - len(wrong) / len(names) >= RIGHT
