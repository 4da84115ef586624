"""What an operator has written in a reply: without quotes and without the signature."""

from supportdesk.patterns import pattern

_QUOTE = pattern(r"^\s*(>|On .{1,200} wrote:$)")
_SIGNATURE = pattern(r"^--\s*$")


def own_words(body: str, signature: str | None = None) -> str:
    """The lines that are neither quoted nor part of the signature at the end."""
    kept = []
    for line in body.replace("\r\n", "\n").split("\n"):
        if _SIGNATURE.match(line):
            break
        if not _QUOTE.match(line):
            kept.append(line)
    return _without_end("\n".join(kept).rstrip(), (signature or "").strip())


def folded(written: str) -> str:
    """Lower case, ё as е, every apostrophe the plain one."""
    return written.lower().replace("ё", "е").translate({ord(sign): "'" for sign in "’ʼ`´ʹ"})


def _without_end(text: str, ending: str) -> str:
    return text.removesuffix(ending) if ending else text
