"""Articles: heads, texts, what their words find and where they were used (F133–F135)."""

import json
from collections.abc import Iterable
from typing import Any

from supportdesk.domain.language import is_common
from supportdesk.domain.words import needles, stem, stems, tokens
from supportdesk.records import dataclass
from supportdesk.store.read.article_worth import ranked
from supportdesk.store.read.connection import Reader

SUGGESTED = 5
"""Articles suggested for a ticket (F135)."""
_OWN_LANGUAGE = 1.5
"""How much more an article in the client's language is worth."""
_CLEARLY = 0.3
"""An article worth less than this share of the best one has only small words in common."""
_LOOKED_AT = 20
"""Articles of which is looked whether they really have something in common with the ticket."""
_ENOUGH_WORDS = 3
"""So many different words of the ticket stand in an article that is not named by one."""
_MOST_WORDS = 60
_SUBJECT, _MESSAGE = 300, 4_000
"""Characters of subject and message that suggest."""
_HEAD = "id, uuid, title, language, tags, public, url, file, updated_at"


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article without its text; `file` is set for one that is read from a folder."""

    id: int
    uuid: str
    title: str
    language: str | None
    tags: tuple[str, ...]
    public: bool
    url: str | None
    file: str | None
    updated_at: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with its text in Markdown, and in how many tickets it was used."""

    head: ArticleHead
    body: str
    uses: int


def heads(connection: Reader) -> list[ArticleHead]:
    """All articles by title."""
    return [
        _head(found)
        for found in connection.execute(
            f"SELECT {_HEAD} FROM article WHERE NOT withdrawn ORDER BY title, id"
        )
    ]


def article(connection: Reader, number: int) -> ArticleRow | None:
    """One article, or None."""
    found = connection.execute(
        f"SELECT {_HEAD}, body, (SELECT count(*) FROM ticket_article WHERE article_id = article.id)"
        " FROM article WHERE id = :number AND NOT withdrawn",
        {"number": number},
    ).fetchone()
    return None if found is None else ArticleRow(_head(found[:9]), found[9], found[10])


def found(connection: Reader, typed: str, limit: int = 50) -> list[int]:
    """Articles that hold all the words, the last one being typed still; the most telling first."""
    words = tokens(typed)
    if not words:
        return []
    last = len(words) - 1
    terms = [needles(word, place == last) for place, word in enumerate(words)]
    expression = " AND ".join(
        "(" + " OR ".join(f'"{one.stems}"{"*" if one.open_end else ""}' for one in term) + ")"
        for term in terms
    )
    return [number for number, _worth in ranked(connection, expression, limit)]


def suggested(connection: Reader, ticket: int, limit: int = SUGGESTED) -> list[int]:
    """Articles that may answer a ticket: by subject and the client's last message (F135)."""
    asked = connection.execute(
        "SELECT t.subject, m.body, t.language FROM ticket t"
        " LEFT JOIN message m ON m.id = t.last_client_message WHERE t.id = :ticket",
        {"ticket": ticket},
    ).fetchone()
    if asked is None:
        return []
    subject, message, language = asked
    words = _telling(f"{subject[:_SUBJECT]} {(message or '')[:_MESSAGE]}")
    if not words:
        return []
    wanted = " OR ".join(f'"{word}"' for word in words)
    rows = [
        (number, worth, *_language_and_body(connection, number))
        for number, worth in ranked(connection, wanted, _LOOKED_AT)
    ]
    named = _named(connection, wanted)
    worths = {
        number: worth * (_OWN_LANGUAGE if language is not None and own == language else 1.0)
        for number, worth, own, body in rows
        if number in named or _in_common(body, words) >= _ENOUGH_WORDS
    }
    order = sorted(worths, key=lambda number: (-worths[number], number))[:limit]
    return [number for number in order if worths[number] >= _CLEARLY * worths[order[0]]]


def _language_and_body(connection: Reader, number: int) -> tuple[str | None, str]:
    language, body = connection.execute(
        "SELECT language, body FROM article WHERE id = :number", {"number": number}
    ).fetchone()
    return language, body


def _named(connection: Reader, wanted: str) -> set[int]:
    """The articles with one of the words in title or tags."""
    found = connection.execute(
        "SELECT rowid FROM article_text WHERE article_text MATCH :wanted",
        {"wanted": f"{{title tags}} : ({wanted})"},
    )
    return {number for (number,) in found}


def _in_common(body: str, words: Iterable[str]) -> int:
    """How many different words a text has in common with what was asked."""
    return len(set(stems(body[:_MESSAGE]).split()).intersection(words))


def used_in(connection: Reader, ticket: int) -> list[ArticleHead]:
    """The articles a ticket was answered with; also those that were removed since."""
    return [
        _head(found)
        for found in connection.execute(
            f"SELECT {_HEAD} FROM ticket_article u JOIN article ON id = u.article_id"
            " WHERE u.ticket_id = :ticket ORDER BY id",
            {"ticket": ticket},
        )
    ]


def file_digests(connection: Reader, folder: str) -> dict[str, str]:
    """Path → digest of the articles that were read from below `folder` (it ends with a slash)."""
    return dict(
        connection.execute(
            "SELECT file, digest FROM article WHERE substr(file, 1, :length) = :folder"
            " AND NOT withdrawn",
            {"folder": folder, "length": len(folder)},
        ).fetchall()
    )


def _telling(text: str) -> list[str]:
    """The words of a text that may tell what it is about, in their order, each once."""
    words = (stem(token) for token in tokens(text) if len(token) > 2 and not is_common(token))
    return list(dict.fromkeys(words))[:_MOST_WORDS]


def _head(found: tuple[Any, ...]) -> ArticleHead:
    number, uuid, title, language, tags, public, url, file, updated_at = found
    return ArticleHead(
        id=number,
        uuid=uuid,
        title=title,
        language=language,
        tags=tuple(json.loads(tags)),
        public=bool(public),
        url=url,
        file=file,
        updated_at=updated_at,
    )
