"""Mails made to cost time or memory: each is read in little of both."""

import time
import tracemalloc

import pytest

from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.mail_parts import text_and_files

SECONDS = 3.0
"""Of this process; the slowest takes a third of it where it took minutes."""
BYTES = 200 << 20

HTML = {
    "a wide cell above many rows": "<table><tr><td>"
    + "a" * 500_000
    + "<td>b"
    + "<tr><td>x<td>y" * 20_000
    + "</table>",
    "more cells than a page": "<table>" + ("<tr>" + "<td>x" * 500) * 400 + "</table>",
    "margins": '<p style="padding-left:99999em;margin-top:99999em">x<br>y' * 9_000,
    "a length of dots": '<div style="margin-top:' + "." * 800_000 + '">x',
    "hidden in entities": '<p style="m&#97;rgin-top:99999em">x' * 9_000,
    "deep lists": "<ul>" * 190 + "<li>x" * 50_000,
    "open comments": "<!--" * 200_000 + "x",
    "open scripts": "<script>" * 100_000,
}


@pytest.mark.parametrize("name", HTML)
def test_html_costs_little(name: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    text = text_of_html(HTML[name])
    taken = time.process_time() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(text) <= 2 * len(HTML[name])
    assert taken < SECONDS * 4  # tracing is what costs
    assert most < BYTES


@pytest.mark.parametrize("field", ["Content-Type: text/html", "Content-Disposition: attachment"])
@pytest.mark.parametrize(
    "parameters",
    ['; name="' + ";" * 500_000 + '"', "; a=b" * 100_000, ";\n name*1=x" * 20_000],
    ids=["semicolons in quotes", "parameters", "pieces"],
)
def test_fields_cost_little(field: str, parameters: str) -> None:
    began = time.process_time()
    text, files = text_and_files(f"{field}{parameters}\n\nhello".encode(), None)
    assert time.process_time() - began < SECONDS
    assert text == "hello" or files[0].content == b"hello"


def test_what_is_seen_of_styled_html_stays() -> None:
    assert text_of_html('<p style="display: none">no</p><p style="margin-top:9em">yes</p>') == "yes"
