"""What stands under a text: once, whoever put it there (F37)."""


def is_signed(body: str, signature: str) -> bool:
    """Whether the signature stands in the writer's own lines already."""
    wanted = _lines(signature)
    own = [line for line in _lines(body) if not line.startswith(">")]
    return not wanted or any(
        own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1)
    )


def signed(body: str, signature: str) -> tuple[str, int | None]:
    """The text with its signature under it, and where in it the signature begins.

    A text that has it already is left as it is: then it begins nowhere.
    """
    if is_signed(body, signature):
        return body, None
    own = body.rstrip()
    return f"{own}\n\n{signature.strip()}", len(own)


def own_part(body: str, signed_from: int | None) -> str:
    """What the writer wrote of a signed text."""
    return body if signed_from is None else body[:signed_from]


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(one.split()) for one in text.splitlines()) if line]
