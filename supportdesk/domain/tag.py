"""What may be a tag, and how it is kept."""

from supportdesk.domain.errors import Invalid

LONGEST_TAG = 60


def clean_tag(name: str) -> str:
    """A tag as it is kept: one word of letters, digits, `-`, `_`, `.`; lower case.

    Raises Invalid("tag.invalid").
    """
    tag = "-".join(name.strip().lstrip("#").casefold().split())
    plain = tag.translate(str.maketrans("", "", "-_.:/"))
    if not tag or len(tag) > LONGEST_TAG or not plain.isalnum():
        raise Invalid("tag.invalid", tag=name)
    return tag
