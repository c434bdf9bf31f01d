"""`amur serve`: the web page on the published snapshot."""

from __future__ import annotations

import socket

from amur.errors import Refusal
from amur.settings import Settings


def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serve until interrupted; exit status 0. Refuses a port that is taken before it names the address."""
    import uvicorn

    from amur.web import application

    with listening(host, port) as door:
        print(f"http://{host}:{door.getsockname()[1]}/ (Ctrl+C stops it)", flush=True)
        config = uvicorn.Config(application(settings, host=host), log_level=settings.log_level)
        uvicorn.Server(config).run(sockets=[door])
    return 0


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refusal(
            f"cannot listen on {host}, port {port}: {reason}; choose others with --host and --port"
        ) from error
