"""Articles as Markdown files: what stands at their head, and their text without marks (F133)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from supportdesk.domain.errors import Invalid
from supportdesk.domain.language import guess_language
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LONGEST_TITLE = 200
LONGEST_BODY = 200_000
"""Characters; a longer article is refused."""

FENCE = "---"
YES = frozenset({"yes", "true", "1", "on", "да", "так"})
_LONGEST_HEAD = 40
"""Lines looked at for the end of the head."""
_LANGUAGE = pattern(r"[a-z]{2,3}")
_FACT = pattern(r"([A-Za-z_]{1,20})\s*:\s*(.*)")
_ADDRESS = pattern(r"https?://[^\s<>\"]{1,500}")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it is written; `language` None is not told."""

    title: str
    body: str
    language: str | None = None
    tags: tuple[str, ...] = ()
    public: bool = False
    url: str | None = None


def read_markdown(name: str, written: str) -> ArticleText:
    """A Markdown file with or without a head (`---`, `title:`, `language:`, `tags:`, `public:`,
    `url:`). Without a title the first heading is it, else the name of the file.

    Raises Invalid("article.…") for what no article can be.
    """
    facts, body = _head(written.replace("\r\n", "\n").lstrip("\ufeff"))
    title, body = _titled(facts.get("title", ""), body, PurePath(name))
    return checked(
        ArticleText(
            title,
            body,
            facts.get("language") or _language_of(PurePath(name)) or guess_language(body),
            tuple(tag for tag in re.split(r"[,;]", facts.get("tags", "").strip("[]"))),
            facts.get("public", "").casefold() in YES,
            facts.get("url"),
        )
    )


def write_markdown(article: ArticleText) -> str:
    """The file that `read_markdown` reads as this article."""
    facts = [("title", article.title)]
    if article.language:
        facts.append(("language", article.language))
    if article.tags:
        facts.append(("tags", ", ".join(article.tags)))
    facts.append(("public", "yes" if article.public else "no"))
    if article.url:
        facts.append(("url", article.url))
    head = "\n".join(f"{name}: {value}" for name, value in facts)
    return f"{FENCE}\n{head}\n{FENCE}\n\n{article.body.strip()}\n"


def checked(article: ArticleText) -> ArticleText:
    """The article as it is kept. Raises Invalid("article.…")."""
    title = " ".join(article.title.split())
    body = article.body.strip("\n").rstrip()
    if not title or not body.strip():
        raise Invalid("article.empty")
    if len(title) > LONGEST_TITLE:
        raise Invalid("article.title_too_long", limit=LONGEST_TITLE)
    if len(body) > LONGEST_BODY:
        raise Invalid("article.too_long", limit=LONGEST_BODY)
    language = (article.language or "").strip().casefold() or None
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise Invalid("article.language", wanted=article.language)
    url = (article.url or "").strip() or None
    if url is not None and not _ADDRESS.fullmatch(url):
        raise Invalid("article.url", wanted=url)
    tags = (" ".join(tag.replace(",", " ").split()).lstrip("#").casefold() for tag in article.tags)
    kept = tuple(dict.fromkeys(tag for tag in tags if tag))
    return replace(article, title=title, body=body, language=language, tags=kept, url=url)


def _head(written: str) -> tuple[dict[str, str], str]:
    """The facts of the head, and what follows it; without an end it is no head."""
    lines = written.split("\n")
    if lines[0].strip() != FENCE:
        return {}, written
    for place, line in enumerate(lines[1 : _LONGEST_HEAD + 1], 1):
        if line.strip() == FENCE:
            return dict(_facts(lines[1:place])), "\n".join(lines[place + 1 :])
    return {}, written


def _facts(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = _FACT.fullmatch(line.strip())
        if found:
            yield found[1].casefold(), found[2].strip().strip("\"'")


def _titled(title: str, body: str, path: PurePath) -> tuple[str, str]:
    """The title, and the body without the heading that says it again."""
    first, _, rest = body.lstrip().partition("\n")
    heading = first.lstrip("#").strip() if first.startswith("#") else ""
    if title:
        return title, rest if heading == title else body
    return (heading, rest) if heading else (path.name.split(".")[0], body)


def _language_of(path: PurePath) -> str | None:
    """`refunds.ru.md` and `ru/refunds.md` say their language by their names."""
    marks = (*path.name.casefold().split(".")[1:-1], path.parent.name.casefold())
    return next((mark for mark in marks if mark in ("ru", "uk", "en")), None)


# The text a client reads

_LINK = pattern(r"!?\[([^\[\]\n]{0,300})\]\(([^()\s]{1,500})\)")
_STRONG = pattern(r"(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1")
_EMPHASIS = pattern(r"(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?![\w*])")
_CODE = pattern(r"`([^`\n]{1,300})`")
_HEADING = pattern(r"^#{1,6}[ \t]+(.*?)[ \t#]*$")
_BULLET = pattern(r"^(\s*)[*+-] ")


def plain_text(markdown: str) -> str:
    """Markdown as a plain mail says it: no marks, links as `text (address)`."""
    lines: list[str] = []
    for line in markdown.strip().split("\n"):
        if line.strip().startswith("```"):
            continue
        said = _HEADING.sub(r"\1", line)
        said = _BULLET.sub(r"\1- ", said)
        said = _LINK.sub(_linked, said)
        for marked in (_STRONG, _EMPHASIS, _CODE):
            said = marked.sub(lambda found: str(found.groups()[-1]), said)
        lines.append(said.rstrip())
    return "\n".join(lines)


def _linked(found: re.Match[str]) -> str:
    said, address = found.groups()
    return address if not said or said == address else f"{said} ({address})"
