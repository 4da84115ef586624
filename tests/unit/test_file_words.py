"""The words of attached files, whatever they are made of (F149)."""

import time

import pytest

from supportdesk.domain.file_words import KEPT_CHARACTERS, READ_BYTES, kind_of, text_of

HOSTILE = {
    "tags that never end": b"<a " * 90_000,
    "nothing but openings": b"<" * READ_BYTES,
    "comments that never end": b"<!--" * 60_000,
    "scripts that never end": b"<script" * 40_000,
    "entities": b"&#" * 130_000,
    "one word": b"a" * READ_BYTES,
    "signs of escape": b"\\u" * 130_000,
    "half characters": b"\xd0" * READ_BYTES,
    "no text at all": bytes(range(256)) * 1_000,
}


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("server.LOG", "application/octet-stream", "log"),
        ("a.csv", "", "csv"),
        ("page.HTM", "", "htm"),
        ("noname", "text/plain; charset=utf-8", "txt"),
        ("photo.png", "text/plain", None),
        ("archive.zip", "application/zip", None),
        ("noname", "application/octet-stream", None),
    ],
)
def test_the_kind_is_told_by_the_name_first(name: str, media_type: str, kind: str | None) -> None:
    assert kind_of(name, media_type) == kind


def test_every_kind_gives_its_words() -> None:
    assert text_of("a.txt", "", "Ошибка входа".encode("cp1251")) == "Ошибка входа"
    assert text_of("a.txt", "", "Вхід".encode("utf-16")) == "Вхід"
    assert text_of("a.json", "", b'{"a": "\\u0412\\u0445\\u0456\\u0434"}') == '{"a": "Вхід"}'
    page = (
        "<head><style>b{}</style><SCRIPT>evil()</SCRIPT></head><b>Sum</b>&nbsp;<!-- x -->10 &euro;"
    )
    said = text_of("a.html", "", page.encode())
    assert said is not None
    assert said.split() == [">", ">", "Sum", "10", "€"]
    assert text_of("a.txt", "", b"PK\0\0binary") is None
    assert text_of("a.png", "image/png", b"words") is None
    assert text_of("a.txt", "", b"") is None


def test_a_large_file_gives_its_beginning_and_no_half_letter() -> None:
    said = text_of("a.txt", "", "й".encode() * READ_BYTES)
    assert said == "й" * KEPT_CHARACTERS
    odd = ("x" + "й" * READ_BYTES).encode()
    assert "\ufffd" not in (text_of("a.txt", "", odd) or "")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_file_costs_more_than_its_first_bytes(name: str, content: bytes) -> None:
    text_of(name, "", content)
    start = time.process_time()
    found = text_of(name, "", content * 20)
    assert time.process_time() - start < 2.0, "linear: a thousandth of this is usual"
    assert found is None or len(found) <= KEPT_CHARACTERS
    assert found is None or "\0" not in found
