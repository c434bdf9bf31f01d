"""Run the measurements one after another, or those named: `python -m bench [NAME …]`.

Each also runs alone (`python -m bench.fetch --help`) with options of its own, such as a peer to run beside us.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: What `make bench` runs, quick ones first; the others are run by name.
USUAL = ("quantities", "reading", "feeds", "pages", "fetch", "alerts", "warehouse")


def main() -> int:
    """Exit status 0 when every measurement ran; 2 for a name that is none."""
    here = Path(__file__).parent
    known = sorted(path.stem for path in here.glob("[a-z]*.py") if "__main__" in path.read_text(encoding="utf-8"))
    chosen = sys.argv[1:] or [name for name in USUAL if name in known]
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"bench: no measurement {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    status = 0
    for name in chosen:
        print(f"== {name}", flush=True)
        status = subprocess.call([sys.executable, "-m", f"bench.{name}"], cwd=here.parent) or status
    return status


if __name__ == "__main__":
    sys.exit(main())
