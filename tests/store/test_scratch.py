"""What an import puts aside lies on disk, and nothing of it stays, however the import ends."""

import os
import subprocess
import sys
from pathlib import Path

FILLS = """
from supportdesk.store.pile import Pile
with Pile() as pile:
    for number in range(40):
        pile.keep("comment", number, {"body": "canary " * 40_000}, "x")
    print("full", flush=True)
    input()
"""


def test_an_import_that_is_killed_leaves_no_file(tmp_path: Path) -> None:
    variables = {**os.environ, "TMPDIR": str(tmp_path)}
    variables.pop("SQLITE_TMPDIR", None)
    with subprocess.Popen(
        [sys.executable, "-c", FILLS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"full\n"
        opened = Path(f"/proc/{running.pid}/fd").iterdir()
        aside = [one for one in opened if str(one.readlink()).startswith(str(tmp_path))]
        assert max(one.stat().st_size for one in aside) > 5 << 20, "it lies on disk"
        running.kill()
    assert list(tmp_path.iterdir()) == []
