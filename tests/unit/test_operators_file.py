"""A file that names our people, in the forms that people write one (F140)."""

from pathlib import Path

import pytest

from supportdesk.domain.errors import Invalid
from supportdesk.intake.operators import read_operators

NORA, OLEH = ("Nora Heath", ("nora@x.example",)), ("Oleh", ("oleh@x.example", "o@x.example"))
WAYS = {
    "plain.csv": "Nora Heath,nora@x.example\nOleh,oleh@x.example,o@x.example\n",
    "address.csv": 'name,address\nNora Heath,nora@x.example\nOleh,"oleh@x.example,o@x.example"\n',
    "email.csv": "Email,Name\nnora@x.example,Nora Heath\noleh@x.example;o@x.example,Oleh\n",
    "tabs.tsv": "name\temails\nNora Heath\tnora@x.example\nOleh\toleh@x.example;o@x.example\n",
    "lines.txt": "# ours\nNora Heath <nora@x.example>\nOleh, oleh@x.example, o@x.example\n",
    "tables.toml": """
[[operators]]
name = "Nora Heath"
email = "nora@x.example"
[[operators]]
name = "Oleh"
emails = ["oleh@x.example", "o@x.example"]
""",
}


@pytest.mark.parametrize(("name", "written"), WAYS.items())
def test_nobody_of_ours_is_taken_for_a_client(tmp_path: Path, name: str, written: str) -> None:
    file = tmp_path / name
    file.write_text(written, encoding="utf-8")
    found = [(one.name, one.addresses) for one in read_operators(file)]
    assert found == [NORA, OLEH]


def test_a_line_without_a_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text("name,email\n,nora@firm.example\n", encoding="utf-8")
    with pytest.raises(Invalid) as trouble:
        read_operators(file)
    assert trouble.value.code == "operators.nameless"
