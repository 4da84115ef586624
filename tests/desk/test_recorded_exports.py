"""Answers of real accounts, where they lie beside the repository: whole, once, nothing left out."""

import tarfile
from pathlib import Path

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from tests.small_desk import SmallDesk

RECORDED = Path(__file__).resolve().parents[2].parent / "shared/data/10-helpdesk-formats"
pytestmark = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="the recorded exports do not lie beside the repository"
)


def brought(small: SmallDesk, folder: Path, helpdesk: str) -> ImportReport:
    """Import as Olga, who leads."""
    small.clock.forward(days=1)
    return import_files(small.desk, [folder], ImportOptions(helpdesk=helpdesk, importer=small.olga))


def unpacked(name: str, folder: Path) -> Path:
    """An archive of recordings, unpacked."""
    with tarfile.open(RECORDED / name) as archive:
        archive.extractall(folder, filter="data")
    return folder


def test_a_recorded_zendesk(small: SmallDesk, tmp_path: Path) -> None:
    folder = unpacked("zendesk-api-recordings.tar.gz", tmp_path / "zendesk")
    report = brought(small, folder, "zendesk")
    assert report.skipped == []
    assert {kind: report.kinds_new[kind] for kind in ("ticket", "message", "note", "change")} == {
        "ticket": 580,
        "message": 582,
        "note": 1,
        "change": 1162,
    }
    assert {kind: report.kinds_new[kind] for kind in ("template", "macro", "view")} == {
        "template": 2,
        "macro": 12,
        "view": 19,
    }
    again = brought(small, folder, "zendesk")
    assert (again.new, again.known) == (0, report.new)


def test_a_recorded_freshdesk(small: SmallDesk, tmp_path: Path) -> None:
    folder = unpacked("freshdesk-v2-json.tar.gz", tmp_path / "freshdesk")
    report = brought(small, folder, "freshdesk")
    assert [one.where[-16:] for one in report.skipped] == ["/attachment.txt:1"[-16:]]
    assert (report.kinds_new["ticket"], report.kinds_new["operator"]) == (1, 2)
    assert (report.kinds_new["message"], report.kinds_new["note"]) == (2, 1)
