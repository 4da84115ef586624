"""How every program of this folder ends: one line of JSON, and an exit code."""

import json
import sys
from collections.abc import Mapping


def tell(report: Mapping[str, object]) -> None:
    """Print what came of it and leave: with 1 when the report names `faults`."""
    print(json.dumps(report, ensure_ascii=False, default=str), flush=True)
    sys.exit(bool(report.get("faults")))
