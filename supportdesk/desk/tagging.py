"""Renaming a tag on every ticket at once, and making one of two (F22).

Nothing is rewritten ticket by ticket: the old tag becomes a synonym of the new one, and whoever
reads tags reads the new name. So it takes no time on any store, and undo is exact.
"""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RenameTag
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import NotFound, Refused, Stop
from supportdesk.domain.tag import clean_tag
from supportdesk.store.write import tags
from supportdesk.store.write.change import change
from supportdesk.store.write.rows import Stored


def rename_tag(submission: Submission, action: RenameTag) -> Receipt:
    """Give a tag another name; the old name goes on meaning it.

    Stops once where another tag in use has that name: both become one. Raises
    NotFound("tag.missing") for a tag that was never used, Refused("tag.same").
    """
    connection = submission.transaction.connection
    tag = tags.meant(connection, clean_tag(action.tag))
    if tag is None:
        raise NotFound("tag.missing", name=action.tag)
    name = clean_tag(action.name)
    if tag["name"] == name:
        raise Refused("tag.same", tag=name)
    other = tags.named(connection, name)
    if other is not None and other["synonym_of"] == tag["id"]:
        _set(submission, other["id"], None)
    else:
        other = tags.meant(connection, name) or tags.make(connection, name)
        _stop_at_one_in_use(submission, other)
    for one in (*tags.synonyms(connection, tag["id"]), tag["id"]):
        _set(submission, one, other["id"])
    return Receipt(submission.transaction.envelope)


def _stop_at_one_in_use(submission: Submission, other: Stored) -> None:
    if tags.in_use(submission.transaction.connection, other["id"]):
        stop = Stop("tag_in_use", {"tag": other["name"]})
        submission.stop_unless_confirmed("tag.stopped", [stop])


def _set(submission: Submission, tag: int, means: int | None) -> None:
    value = None if means is None else str(means)
    change(submission.transaction, "tag", tag, "synonym_of", value)
