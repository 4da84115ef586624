"""Articles as Markdown files, and as a client reads them (F133)."""

import pytest

from supportdesk.domain.article import ArticleText, plain_text, read_markdown, write_markdown
from supportdesk.domain.errors import Invalid


def test_a_head_says_everything_and_reads_back() -> None:
    article = ArticleText("Refunds", "In *five* days.", "en", ("a", "b c"), True, "https://e.org/1")
    written = write_markdown(article)
    assert read_markdown("x.md", written) == article
    assert read_markdown("x.md", written.replace("\n", "\r\n")) == article


@pytest.mark.parametrize(
    ("name", "written", "title", "language"),
    [
        ("refunds.uk.md", "# Повернення\nЗа п'ять днів.", "Повернення", "uk"),
        ("ru/refunds.md", "За пять дней.", "refunds", "ru"),
        ("refunds.md", "---\ntitle: How\n---\n# How\nWithin five days you get it.", "How", "en"),
        ("refunds.md", "---\nno end of a head", "refunds", None),
        ("refunds.md", "\ufeff# Title #\nx", "Title #", None),
    ],
)
def test_title_and_language_are_found_where_they_stand(
    name: str, written: str, title: str, language: str | None
) -> None:
    article = read_markdown(name, written)
    assert (article.title, article.language, article.public) == (title, language, False)
    assert not article.body.startswith("# ")


def test_nothing_is_public_that_does_not_say_so() -> None:
    for said, public in (("yes", True), ("true", True), ("да", True), ("no", False), ("", False)):
        assert read_markdown("a.md", f"---\npublic: {said}\n---\nx").public is public


def test_a_file_without_text_is_none() -> None:
    with pytest.raises(Invalid, match=r"article\.empty"):
        read_markdown("a.md", "---\ntitle: T\n---\n\n")


def test_a_client_reads_no_marks() -> None:
    markdown = (
        "## How\n\n* **Call** `us`\n1. see [the page](https://e.org/p)\n```\n2 * 3 * 4\n```\n_x_y"
    )
    assert plain_text(markdown) == (
        "How\n\n- Call us\n1. see the page (https://e.org/p)\n2 * 3 * 4\n_x_y"
    )


def test_hostile_marks_cost_little() -> None:
    for piece in ("[", "**", "*a", "`", "![](", "# "):
        assert len(plain_text(piece * 20_000)) <= 80_000
