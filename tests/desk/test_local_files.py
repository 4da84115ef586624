"""Files of the disk: what may be attached, how one is saved and shown; whatever they are (F33)."""

import json
import os
import time
from pathlib import Path

import pytest

from supportdesk.desk.local_files import preview, read_file, save
from supportdesk.domain.action import AddNote, NewAttachment
from supportdesk.domain.errors import Invalid
from supportdesk.domain.file_text import PREVIEWED, readable
from supportdesk.store.read import threads
from supportdesk.store.read.rows import AttachmentRow
from tests.small_desk import SmallDesk


def refusal(path: Path, largest: int = 1_000) -> dict[str, object]:
    """Why a file may not go along."""
    with pytest.raises(Invalid, match=r"file\.unreadable") as refused:
        read_file(path, largest)
    return dict(refused.value.parameters)


def attached(small: SmallDesk, name: str, content: bytes) -> AttachmentRow:
    """A file in the store."""
    number = small.ticket()
    small.act(AddNote(number, "", (NewAttachment(name, "text/plain", content),)))
    return small.desk.ask(threads.messages, number)[-1].attachments[0]


def test_a_link_is_not_followed_and_its_end_is_named(tmp_path: Path) -> None:
    secret, link = tmp_path / "secret", tmp_path / "invoice.pdf"
    secret.write_text("key")
    link.symlink_to(secret)
    found = refusal(link)
    assert (found["because"], found["leads_to"]) == ("link", str(secret))
    assert read_file(secret).content == b"key"


def test_no_pipe_device_or_folder_is_read_or_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    began = time.monotonic()
    for path in (pipe, tmp_path, Path("/dev/zero"), Path("/dev/tty")):
        assert refusal(path).keys() & {"because", "reason"}
    assert refusal(pipe)["because"] == refusal(tmp_path)["because"] == "no_file"
    assert time.monotonic() - began < 1


def test_what_is_missing_locked_or_no_path_is_told(tmp_path: Path) -> None:
    assert "No such file" in str(refusal(tmp_path / "none")["reason"])
    assert "null" in str(refusal(Path("a\0b"))["reason"])
    locked = tmp_path / "locked"
    locked.touch(mode=0)
    if os.geteuid():
        assert "denied" in str(refusal(locked)["reason"])


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    with huge.open("wb") as written:
        written.truncate(10**12)
    began = time.monotonic()
    assert refusal(huge, 2_500_000) == {"path": str(huge), "because": "too_large", "limit": "2.5"}
    assert time.monotonic() - began < 1
    exact = tmp_path / "exact"
    exact.write_bytes(bytes(1_000))
    assert len(read_file(exact, 1_000).content) == 1_000


def test_what_goes_to_a_client_has_a_harmless_name(tmp_path: Path) -> None:
    path = tmp_path / "in\x1b[31mvoice\r\nBcc: x\u202e.pdf"
    path.touch()
    assert not set(read_file(path).name) & set("\x1b\r\n\u202e/:")


def test_saving_overwrites_nothing_and_leads_nowhere_else(small: SmallDesk, tmp_path: Path) -> None:
    file = attached(small, "../../etc/passwd", b"new")
    victim = tmp_path / "victim"
    victim.write_text("old")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "passwd").symlink_to(victim)
    saved = [save(small.desk, file, folder).name for _again in range(2)]
    assert saved == ["passwd-2", "passwd-3"]
    assert victim.read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["passwd", "passwd-2", "passwd-3"]


def test_a_full_disk_is_told_and_leaves_no_half_file(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = attached(small, "log.txt", bytes(1_000_000))

    def full(*_asked: object) -> object:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("supportdesk.desk.desk.attachment_chunks", full)
    with pytest.raises(Invalid, match=r"file\.unwritable") as refused:
        save(small.desk, file, tmp_path / "there")
    assert refused.value.parameters["reason"] == "No space left on device"
    assert list((tmp_path / "there").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", b"[" * 300 + b",".join([b"1"] * 100_000) + b"]" * 300),
        ("bottomless.json", b"[" * 100_000),
        ("number.json", b"1" * 200_000),
        ("wide.csv", b"," * 250_000),
        ("long.csv", b"a" * 200_000 + b",b\n"),
        ("quoted.csv", b'"' * 200_001),
        ("lines.csv", b"\n" * 250_000),
        ("binary.txt", bytes(range(1, 256)) * 1_000),
        ("half.txt", "щ".encode() * 131_072 + b"\xd1"),
        ("wide.txt", "\ufeffщ".encode("utf-16-le") * 60_000),
        ("marks.txt", "\u0301".encode() * 120_000),
    ],
)
def test_the_preview_of_any_file_is_bounded_in_time_and_size(name: str, content: bytes) -> None:
    began = time.monotonic()
    shown = readable(content[:PREVIEWED], name, whole=True)
    assert time.monotonic() - began < 2
    assert shown is None or len(shown) < 50 * PREVIEWED
    assert name != "deep.json" or len(shown or "") < PREVIEWED + 1_000


def test_only_the_beginning_of_a_file_is_read_for_its_preview(small: SmallDesk) -> None:
    file = attached(small, "big.log", b"line\n" * 400_000)
    assert len(preview(small.desk, file)) == PREVIEWED


def test_a_small_object_is_laid_out(small: SmallDesk) -> None:
    file = attached(small, "a.json", json.dumps({"b": [1, {"c": "щ"}]}).encode())
    assert preview(small.desk, file) == json.dumps(
        {"b": [1, {"c": "щ"}]}, indent=2, ensure_ascii=False
    )
