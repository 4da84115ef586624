"""What of a mail was seen before: of programs people write with, and never a word lost."""

import random
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain import quote_marks, signature_marks
from supportdesk.domain.folding import MOST_LINES, Fold, FoldKind, folds, split

MAILS = Path(__file__).with_name("folded_mails.txt").read_text(encoding="utf-8")
KINDS = {"-": (FoldKind.QUOTE, FoldKind.SIGNATURE), "f": (FoldKind.FORWARD,), "+": (None,)}

PIECES = [
    "> ",
    ">> цитата",
    "слова и слова",
    "words",
    "",
    "   ",
    "-- ",
    "____________",
    "On Mon, Mar 2, 2026 at 12:30 PM Ann <ann@example.org> wrote:",
    "пн, 2 мар. 2026 г. в 12:30, Анна <anna@example.org>:",
    "From: Ann <ann@example.org>",
    "Sent: Monday",
    "To: Bob",
    "Subject: x",
    "-----Исходное сообщение-----",
    "Отправлено с iPhone",
]


def written() -> list[tuple[str, list[str]]]:
    """(name, marked lines) of every mail of the file."""
    blocks = MAILS.split("\n=== ")[1:]
    return [(block.split("\n")[0], block.rstrip("\n").split("\n")[1:]) for block in blocks]


@pytest.mark.parametrize(("name", "marked"), written(), ids=[name for name, _ in written()])
def test_a_program_is_known(name: str, marked: list[str]) -> None:
    lines = [line[1:] for line in marked]
    found = {at: fold.kind for fold in folds(lines) for at in range(fold.start, fold.end)}
    shown = [
        (mark[:1], at, line) for at, (mark, line) in enumerate(zip(marked, lines, strict=True))
    ]
    wrong = [(at, line) for mark, at, line in shown if mark and found.get(at) not in KINDS[mark]]
    assert wrong == []


def test_there_are_enough_of_them() -> None:
    cyrillic = [
        name for name, lines in written() if any("а" <= one <= "я" for one in "".join(lines))
    ]
    assert len(cyrillic) >= 30


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_line_is_lost_or_twice(pieces: list[str]) -> None:
    lines, found = split("\n".join(pieces))
    at = 0
    for fold in found:
        assert at <= fold.start < fold.end <= len(lines)
        at = fold.end
    hidden = {number for fold in found for number in range(fold.start, fold.end)}
    shown = [line for number, line in enumerate(lines) if number not in hidden]
    folded = [lines[number] for number in sorted(hidden)]
    assert sorted(shown + folded) == sorted(pieces or [""])
    if any(line.strip(" >-_") for line in pieces):
        assert any(line.strip() for line in shown), "all of it is folded"


@given(st.text(max_size=2_000))
def test_any_text_is_split(text: str) -> None:
    lines, found = split(text)
    assert "\n".join(lines) == text
    assert all(isinstance(fold, Fold) for fold in found)


@pytest.mark.parametrize(
    "text",
    [
        "On " * 200_000,
        "On \n" * 100_000,
        ">\nx\n" * 100_000,
        "From: a\n" * 100_000,
        "On Mon, 2026 <a@b>\n" * 50_000,
        ("> " * 50_000 + "\n") * 10,
        "-- \n" * 100_000,
        "x" * 2_000_000,
        "\n" * 1_000_000,
        "Sent from my \n" * 100_000,
        "<" * 500_000,
        "> On Mon, 12:30 <a@b> wrote\n" * 50_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_time_is_linear(text: str) -> None:
    began = time.process_time()
    split(text)
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize("mark", ["> ", ""])
def test_a_quote_longer_than_what_is_looked_at_is_folded_whole(mark: str) -> None:
    said = "On Mon, Mar 2, 2026 at 12:30 PM Ann <ann@example.org> wrote:"
    quote = [f"{mark}line {number}" for number in range(2 * MOST_LINES)]
    lines = ["Yes.", "", said, *quote]
    (fold,) = folds(lines)
    assert (fold.start, fold.end) == (1 if not mark else 2, len(lines))
    if mark:
        (fold,) = folds([*lines, "and below"])
        assert fold.end == len(lines)


def test_what_a_line_begins_with_leaves_nothing_out() -> None:
    """Beginnings are looked at before the patterns, and hide nothing that those would find."""
    shapes = (quote_marks._DIVIDER, quote_marks._FORWARDED, signature_marks._FROM_A_DEVICE)
    said = [
        word for one in shapes for word in re.split(r"[][|(){}?:*\\^$+.,]", one.pattern) if word
    ]
    said += ["--", "___", "====", "——", "- ", "> ", " ", "\t", "<(", " from mobile", "x"]
    chance, found = random.Random(1), Counter[str]()
    for _ in range(20_000):
        line = "".join(chance.choices(said, k=chance.randint(1, 3)))
        line = chance.choice((line, line.upper()))
        is_forwarded = quote_marks._FORWARDED.match(line)
        if is_forwarded and len(line.strip(" \t>*-:")) - len(is_forwarded[0].strip(" \t>*-")) < 25:
            found["forwarded"] += quote_marks.is_forwarded(line)
            assert quote_marks.is_forwarded(line)
        if quote_marks._DIVIDER.match(line):
            found["divider"] += quote_marks.is_divider(line)
            assert quote_marks.is_divider(line)
        if len(line) < 140 and signature_marks._FROM_A_DEVICE.match(line):
            found["device"] += signature_marks.is_of_device(line)
            assert signature_marks.is_of_device(line)
    assert min(found["forwarded"], found["divider"], found["device"]) > 10
