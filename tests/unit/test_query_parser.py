"""Reading the search language: what is typed, what it means, and where it is wrong (R6)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.query import (
    And,
    Equals,
    Happened,
    Not,
    Or,
    Query,
    Sort,
    Term,
    Within,
    Words,
)
from supportdesk.domain.query_parser import parse_query

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)
HOUR = 3_600_000
DAY = 24 * HOUR


def parsed(text: str) -> Query:
    """The query as Petro (operator 2) would ask it on 11 March 2026, 14:30 UTC."""
    return parse_query(text, now=NOW, zone=UTC, me=2)


def at(*parts: int) -> int:
    """A UTC moment in milliseconds."""
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc,arg-type]


def words(*texts: str) -> Words:
    """Plain words anywhere."""
    return Words(tuple(Term(text) for text in texts))


@pytest.mark.parametrize("text", ["a OR", "OR", "OR a", "a OR sort:created", "()", "a ( )"])
def test_a_missing_alternative_is_no_question_for_everything(text: str) -> None:
    with pytest.raises(Invalid, match=r"query\.unexpected"):
        parse_query(text, now=datetime(2026, 3, 2, tzinfo=UTC), zone=UTC)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", And(())),
        ("refund", words("refund")),
        ("refund twice", words("refund", "twice")),
        ('"paid twice" card*', Words((Term("paid twice"), Term("card", is_prefix=True)))),
        ("refund state:open twice", And((Equals("state", ("open",)), words("refund", "twice")))),
        ("state:open,waiting", Equals("state", ("open", "waiting"))),
        ("status:open", Equals("state", ("open",))),
        ("STATE:Open", Equals("state", ("open",))),
        ("-category:done", Not(Equals("category", ("done",)))),
        ("-refund", Not(words("refund"))),
        ("owner:me", Equals("owner", ("me",))),
        ("owner:nobody", Equals("owner", (None,))),
        ('owner:"nobody"', Equals("owner", ("nobody",))),
        ("tag:none", Equals("tag", (None,))),
        ("wake:none", Equals("wake", (None,))),
        ("due:none", Equals("due", (None,))),
        ("first_owner:me", Equals("first_owner", ("me",))),
        (
            "event:state from:solved to:open by:me after:-2h",
            Happened(
                (
                    Equals("event", ("state",)),
                    Equals("from", ("solved",)),
                    Equals("to", ("open",)),
                    Equals("by", ("me",)),
                    Within("after", at(2026, 3, 11, 12, 30), None),
                )
            ),
        ),
        (
            "to:open state:new -by:none",
            And(
                (
                    Equals("state", ("new",)),
                    Not(Happened((Equals("by", (None,)),))),
                    Happened((Equals("to", ("open",)),)),
                )
            ),
        ),
        (
            "(to:open) (to:solved)",
            And(tuple(Happened((Equals("to", (name,)),)) for name in ("open", "solved"))),
        ),
        ("after:2026-03-01", Happened((Within("after", at(2026, 3, 1), None),))),
        (
            "after:2026-03-01..2026-03-02",
            Happened((Within("after", at(2026, 3, 1), at(2026, 3, 3)),)),
        ),
        ('queue:"First line"', Equals("queue", ("First line",))),
        ("subject:refund", Words((Term("refund"),), "subject")),
        ("body:a,b", Or((Words((Term("a"),), "client"), Words((Term("b"),), "client")))),
        ("a OR b", Or((words("a"), words("b")))),
        ("a AND b", words("a", "b")),
        ("x (a OR b)", And((Or((words("a"), words("b"))), words("x")))),
        ("-(a OR b)", Not(Or((words("a"), words("b"))))),
        ("messages>=5", Within("messages", 5, None)),
        ("messages>5", Within("messages", 6, None)),
        ("messages<5", Within("messages", None, 5)),
        ("number:7", Within("number", 7, 8)),
        ("number:7..9", Within("number", 7, 10)),
        ("priority>=high", Within("priority", 2, None)),
        ("12:30", words("12:30")),
        ("http://example.org/a", words("http://example.org/a")),
        ("ann@example.org", words("ann@example.org")),
        ("#17", words("#17")),
    ],
)
def test_what_is_typed_means(text: str, condition: object) -> None:
    assert parsed(text).condition == condition


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("created:2026-03-01", at(2026, 3, 1), at(2026, 3, 2)),
        ("created>2026-03-01", at(2026, 3, 2), None),
        ("created>=2026-03-01", at(2026, 3, 1), None),
        ("created<2026-03-01", None, at(2026, 3, 1)),
        ("created<=2026-03-01", None, at(2026, 3, 2)),
        ("created:2026-03-01..2026-03-10", at(2026, 3, 1), at(2026, 3, 11)),
        ("created:2026-03-01..", at(2026, 3, 1), None),
        ("created:today", at(2026, 3, 11), at(2026, 3, 12)),
        ("created:yesterday", at(2026, 3, 10), at(2026, 3, 11)),
        ("created:вчера", at(2026, 3, 10), at(2026, 3, 11)),
        ("created:вчора", at(2026, 3, 10), at(2026, 3, 11)),
        ("created<-2h", None, at(2026, 3, 11, 12, 30)),
        ("created>-7d", at(2026, 3, 4, 14, 30), None),
    ],
)
def test_days_and_moments(text: str, low: int | None, high: int | None) -> None:
    assert parsed(text).condition == Within("created", low, high)


def test_sort_and_limit_are_about_the_whole_query() -> None:
    query = parsed("refund sort:due -sort:created sort:-number limit:50")
    assert query.condition == words("refund")
    assert query.sort == (Sort("due"), Sort("created", True), Sort("number", True))
    assert query.limit == 50


@pytest.mark.parametrize(
    ("text", "code", "position", "nearest"),
    [
        ("refund statte:open", "query.unknown_field", 7, "state"),
        ("state:opened", "query.unknown_value", 6, "open"),
        ("priority:hihg", "query.unknown_value", 9, "high"),
        ("sort:creatd", "query.unknown_value", 5, "created"),
        ("state:", "query.no_value", 0, None),
        ("created:soonish", "query.moment", 8, None),
        ("messages:many", "query.number", 9, None),
        ("state>open", "query.not_comparable", 6, None),
        ("(a OR b", "query.unclosed_group", 0, None),
        ("a)", "query.unexpected", 1, None),
        ('"paid twice', "query.unclosed_quote", 0, None),
        ("(a limit:5)", "query.misplaced", 3, None),
        ("- a", None, 0, None),
    ],
)
def test_errors_name_the_place_and_the_nearest_word(
    text: str, code: str | None, position: int, nearest: str | None
) -> None:
    if code is None:
        parsed(text)
        return
    with pytest.raises(Invalid) as refusal:
        parsed(text)
    assert refusal.value.code == code
    assert refusal.value.parameters["position"] == position
    assert refusal.value.parameters.get("nearest") == nearest


PIECES = (
    "(",
    ")",
    "-",
    "OR",
    '"',
    "state:",
    "created>",
    "refund",
    "вхід",
    ",",
    "..",
    ":",
    "limit:",
)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        query = parsed(text)
    except Invalid as refusal:
        assert refusal.code.startswith("query.")
        assert 0 <= int(str(refusal.parameters["position"])) <= len(text)
    else:
        assert isinstance(query, Query)


@pytest.mark.parametrize("text", ["(" * 1_900, "-(" * 900, "x" * 5_000, "a OR " * 300, '"' * 1_999])
def test_long_and_deep_texts_are_refused_quickly(text: str) -> None:
    try:
        parsed(text)
    except Invalid as refusal:
        assert refusal.code.startswith("query.")
