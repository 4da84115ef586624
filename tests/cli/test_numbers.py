"""Numbers on the command line: what is no number is told with where to read on."""

import pytest

from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x", "x is not a whole number."),
        ("-1", "-1 is not a whole number."),
        ("1.5", "1.5 is not a whole number."),
        ("1" * 30, f"{'1' * 30} is more than 999999999999999999."),
        ("0", "0 is less than 1."),
    ],
)
def test_what_is_no_number_is_refused(shell: Shell, typed: str, said: str) -> None:
    shell.ticket()
    answer = shell("clients", "list", "--limit", typed)
    assert answer.code == 2
    assert f"{said} See: supportdesk clients list --help" in answer.err


def test_the_largest_number_is_one_and_help_does_not_name_it(shell: Shell) -> None:
    number = shell.ticket()
    assert f"#{number}" in shell.done("list", "--limit", str(10**18 - 1)).out
    assert f"#{number}" in shell.done("list", "--limit", "0").out
    assert "999999999999999999" not in shell.done("list", "--help").out
