"""`python -m amur.sample`: serve the sample site to look at it in a browser, until Ctrl-C."""

from __future__ import annotations

import argparse
import threading

from amur.sample.server import SampleSite


def main() -> int:
    """Serve one day and say where; exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m amur.sample", description="Serve the sample site on loopback.")
    parser.add_argument("--day", type=int, choices=(1, 2), default=1, help="which day's news (default: 1)")
    parser.add_argument("--port", type=int, default=8023, help="0 takes any free port (default: 8023)")
    asked = parser.parse_args()
    try:
        with SampleSite(asked.day, asked.port) as site:
            print(f"Day {site.day}: {site.base_url}/ (Ctrl-C ends)", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        pass
    except OSError as error:
        parser.error(f"port {asked.port} can't be served: {error.strerror}; try --port 0")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
