"""Packed files that are made to fill memory or a disk, and lines of any length."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from supportdesk.intake import lines
from tests.desk.test_import import ANN, brought, mail, written
from tests.small_desk import SmallDesk


@pytest.mark.parametrize("name", ["bomb.jsonl", "bomb.mbox"])
def test_a_packed_file_that_unpacks_beyond_reason_is_left_and_fills_no_memory(
    small: SmallDesk, tmp_path: Path, name: str
) -> None:
    packed = tmp_path / f"{name}.gz"
    with gzip.open(packed, "wb", compresslevel=9) as stream:
        stream.write(mail(1, ANN).encode() if name == "bomb.mbox" else b"")
        for _ in range(300):
            stream.write(b"x" * (1 << 20))
    tracemalloc.start()
    report = brought(small, packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    told = [(one.where, one.reason) for one in report.skipped]
    assert (str(packed), "file.unpacks_too_far") in told
    assert peak < 200 << 20


def test_a_line_that_is_too_long_is_left_out_as_one(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000)
    long = json.dumps({"subject": "x" * 5_000_000})
    short = {"subject": "Lamp", "client": {"name": "Ann"}, "created": "2026-03-01T10:00:00Z"}
    file = written(tmp_path / "own.jsonl", f"{long}\n", f"{json.dumps(short)}\n")
    report = brought(small, file)
    assert [(one.where, one.reason) for one in report.skipped] == [(f"{file}:1", "line.too_large")]
    assert report.tickets_new == 1
