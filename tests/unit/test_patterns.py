"""Patterns are those of the standard library, compiled with the first look."""

import re

import pytest

from supportdesk.patterns import pattern


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    late, usual = (
        pattern(r"(?P<word>\w+)-(\d+)", re.IGNORECASE),
        re.compile(r"(?P<word>\w+)-(\d+)", 2),
    )
    text = "aa-1, B-22; c"
    assert late.findall(text) == usual.findall(text)
    assert late.sub(r"\2", text) == usual.sub(r"\2", text)
    assert late.split(text) == usual.split(text)
    assert [one.group("word") for one in late.finditer(text)] == ["aa", "B"]
    assert (late.groups, late.pattern, late.flags) == (usual.groups, usual.pattern, usual.flags)
    assert late.fullmatch(text) is None
    assert pattern(rb"\d").findall(b"1a2") == [b"1", b"2"]


def test_nothing_is_compiled_before_the_first_look() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")
