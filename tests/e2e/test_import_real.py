"""Real public data, where it lies beside the repository: counts that were taken independently."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.mail import read_mail
from supportdesk.intake.record import Skipped
from supportdesk.intake.report import ImportOptions
from supportdesk.intake.templates import import_templates
from supportdesk.store.read import desk_lists
from tests.small_desk import SmallDesk

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real data are not here")

LISTS = {
    "r-help_2018-October": (932, 466, 110),
    "r-help_2013-June": (1659, 1657, 564),
    "r-package-devel_2022q1": (209, 209, 46),
}
TABLES = {
    "06-russian-rutube/cases_ru.csv": 481,
    "11-ticket-csv/boston311-100.csv": 100,
    "11-ticket-csv/bueck-multilang-synthetic.csv": 60,
    "11-ticket-csv/gitbugs-hadoop.csv.gz": 2503,
}


def listed(name: str) -> Path:
    """The archive of a mailing list."""
    return DATA / "01-maillist-r" / f"{name}.mbox.gz"


@pytest.mark.parametrize("names", [tuple(LISTS), tuple(reversed(LISTS))], ids=["old", "new"])
def test_the_mailing_lists_in_either_order(small: SmallDesk, names: tuple[str, ...]) -> None:
    for name in names:
        report = import_files(small.desk, [listed(name)], ImportOptions())
        assert (report.read, report.new, report.tickets_new) == LISTS[name]
        assert report.skipped == []
    for name in names:
        again = import_files(small.desk, [listed(name)], ImportOptions())
        assert (again.new, again.tickets_new) == (0, 0)


@pytest.mark.parametrize("name", TABLES)
def test_the_tables(small: SmallDesk, name: str) -> None:
    report = import_files(small.desk, [DATA / name], ImportOptions())
    assert (report.new, report.tickets_new, report.skipped) == (TABLES[name], TABLES[name], [])
    assert import_files(small.desk, [DATA / name], ImportOptions()).new == 0


def test_the_russian_answers_become_templates(small: SmallDesk) -> None:
    report = import_templates(small.desk, DATA / "06-russian-rutube" / "kb_templates_ru.csv")
    assert (report.new, report.skipped) == (230, [])
    kept = small.desk.ask(desk_lists.templates)
    assert len(kept) == 230
    assert all(dict(row.variants).keys() == {"ru"} for row in kept)


def test_no_mail_of_the_fixtures_breaks_the_reader() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    read = left_out = 0
    for archive in sorted((DATA / "09-mail-fixtures").glob("*.tar.gz")):
        with tarfile.open(archive) as files:
            for member in files:
                stream = files.extractfile(member) if member.isfile() else None
                if stream is None:
                    continue
                found = read_mail(stream.read(), f"{archive.name}:{member.name}", now)
                left_out += isinstance(found, Skipped)
                read += 1
    assert read - left_out >= 1_097
