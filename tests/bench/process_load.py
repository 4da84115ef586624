"""What a running program costs: processor time and resident memory (Linux)."""

import os
from pathlib import Path

NANOSECONDS = 1_000_000_000


def processor_seconds(process: int) -> float:
    """Time the threads of a process have run so far, in seconds, exact to the nanosecond.

    The clock of `/proc/*/stat` counts hundredths: too coarse for what an idle program costs.
    """
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(map(_ran, threads)) / NANOSECONDS


def _ran(thread: Path) -> int:
    return int((thread / "schedstat").read_text(encoding="utf-8").split()[0])


def resident_megabytes(process: int) -> float:
    """Memory of a process that is in use now, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
