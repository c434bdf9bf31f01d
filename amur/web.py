"""The web page: the brief of a day, the register and the state of the feeds; read-only, on the snapshot."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import HTMLResponse

from amur.answers import as_json
from amur.brief import gather, render
from amur.errors import Refusal
from amur.settings import Settings
from warehouse.errors import SnapshotMissing
from warehouse.query import Limits, run_query

REGISTER = "SELECT * FROM agreement ORDER BY last_reported_at DESC, agreement_id LIMIT $1"
HEALTH = "SELECT * FROM feed_health ORDER BY feed_id"


def application(settings: Settings) -> FastAPI:
    """The application; every answer opens the newest snapshot."""
    app = FastAPI(title="Amur", docs_url="/api", redoc_url=None)

    @app.get("/", response_class=HTMLResponse)
    def brief(day: Annotated[date | None, Query(description="YYYY-MM-DD; the newest when absent")] = None) -> str:
        try:
            return render(gather(settings.snapshot, day), "html")
        except (Refusal, SnapshotMissing) as error:
            raise HTTPException(404, str(error)) from error

    @app.get("/agreements")
    def agreements(limit: Annotated[int, Query(ge=1, le=10_000)] = 500) -> list[dict[str, Any]]:
        return _rows(settings, REGISTER, limit)

    @app.get("/feeds")
    def feeds() -> list[dict[str, Any]]:
        return _rows(settings, HEALTH)

    return app


def _rows(settings: Settings, sql: str, *parameters: object) -> list[dict[str, Any]]:
    try:
        result = run_query(settings.snapshot, sql, limits=Limits(), parameters=parameters)
    except SnapshotMissing as error:
        raise HTTPException(404, str(error)) from error
    return [{name: as_json(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows]
