"""`amur serve`: the web page on the published snapshot."""

from __future__ import annotations

from amur.settings import Settings


def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serve until interrupted; exit status 0."""
    import uvicorn

    from amur.web import application

    print(f"http://{host}:{port}/ (Ctrl+C stops it)")
    uvicorn.run(application(settings), host=host, port=port, log_level=settings.log_level)
    return 0
