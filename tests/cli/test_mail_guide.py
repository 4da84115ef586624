"""What the guide to mail says is so: its commands run, and quotes fold as it says."""

import re
import shlex
from pathlib import Path

import pytest

from supportdesk.domain.folding import FEWEST
from supportdesk.intake.html_text import LONGEST_HTML
from supportdesk.intake.mbox import LARGEST_MAIL
from supportdesk.intake.mime import DEEPEST, MOST_PARTS
from tests.cli.conftest import Shell

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "reading-mail.md").read_text("utf-8")
ARCHIVE = """\
From ann@example.org Mon Mar  2 08:00:00 2026
From: Ann <ann@example.org>
Date: Mon, 2 Mar 2026 08:00:00 +0000
Subject: Lamp
Message-ID: <1@example.org>
Content-Type: text/html

<p>It works now.</p><p>On Mon, Mar 2, 2026 at 12:30 PM Vera &lt;vera@example.com&gt; wrote:</p>
<blockquote>Please try again.<br>It may take a minute.<br>Vera</blockquote>

"""


def test_the_commands_of_the_guide_work(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    Path("archive.mbox").write_text(ARCHIVE, encoding="utf-8")
    Path("crew.csv").write_text("name,email\nVera,vera@example.com\n", encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    outs = [shell.done(*shlex.split(line)[1:]).out for line in block.splitlines()]
    assert "Read 1, new 1, known 0, left out 0." in outs[0]
    assert "quoted lines folded; --original shows them" in outs[1]
    assert "minute" not in outs[1]
    assert "> It may take a minute." in outs[2]
    then = ("show", "1", "--at", "now")
    assert "minute" not in shell.done(*then).out
    assert "> It may take a minute." in shell.done(*then, "--original").out
    assert "message.html" in outs[3]
    (message,) = shell.done("show", "1", "--json").item["thread"]
    assert "> It may take a minute." in message["body"]


def test_the_limits_of_the_guide_are_those_of_the_program() -> None:
    words = " ".join(GUIDE.split())
    assert (FEWEST, LONGEST_HTML) == (3, 1_000_000)
    assert "three lines and more" in words
    assert "first million characters" in words
    assert f"larger than {LARGEST_MAIL >> 20} MiB" in words
    assert f"more than {MOST_PARTS:,} parts, or nested deeper than {DEEPEST}" in words
