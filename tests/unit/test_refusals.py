"""Refusals in words: whatever their parameters hold."""

from supportdesk.i18n.refusals import sentence


def test_parameters_without_end_are_told() -> None:
    deep: list[object] = []
    for _ in range(900):
        deep = [deep]
    for held in (deep, [1, [2]], {"x": deep}, [None, ""]):
        assert sentence("stop.newer", {"count": held, "author": "Olga"}, interface="cli")
