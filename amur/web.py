"""The web page: the brief of a day, the register, articles with their facts, feeds and a box for SQL; read-only.

Every answer opens the newest snapshot through `warehouse.readers.query`, so that nothing asked here can write, reach a
file or run for long. No page has a script; the policy header forbids all but the page's own style.
"""

from __future__ import annotations

import ipaddress
import os
import threading
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from amur.answers import as_json, short
from amur.brief import gather, party_names, render
from amur.errors import Refusal
from amur.explanation import agreement_page, agreement_parts, article_page
from amur.gone import dropped, gone
from amur.origin import origin
from amur.pages import page
from amur.readable import words
from amur.settings import Settings
from amur.statements import statement
from warehouse.errors import QueryLimit, QueryRefused, SnapshotDamaged, SnapshotMissing, SnapshotUnreadable
from warehouse.readers.apart import ask_apart
from warehouse.readers.query import Limits, run_query

#: What the SQL box may use: a page is for looking, `amur query` for more.
BOX = Limits(rows=500, timeout_s=10.0, memory="512MB", threads=1)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
#: So many questions of the box are answered at once, each in a process of its own.
_BOXES = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
Row = dict[str, Any]


def application(settings: Settings, *, host: str = "127.0.0.1") -> FastAPI:
    """The application; every answer opens the newest snapshot. `host` is the address that it listens on."""
    app = FastAPI(title="Amur", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    _guard(app, ours=is_ours(host))
    app.add_middleware(_Head)
    _add_brief_and_feeds(app, settings)
    _add_register(app, settings)
    _add_articles(app, settings)
    _add_sql_box(app, settings)
    _add_json(app, settings)
    return app


def is_ours(host: str) -> bool:
    """Is it an address of this machine alone?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Head:
    """Answers HEAD as it would GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


def _guard(app: FastAPI, *, ours: bool) -> None:
    """Give every answer the headers, and every error a page, or JSON where JSON was asked for.

    A page for this machine alone (`ours`) is no other site's, whatever address that site says it has.
    """

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if ours and not is_ours(request.url.hostname or ""):
            response = _error(request, 421, "this page is for this machine alone; --host lets others ask")
        else:
            response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    @app.exception_handler(StarletteHTTPException)
    async def refused(request: Request, error: StarletteHTTPException) -> Response:
        return _error(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, error: RequestValidationError) -> Response:
        return _error(request, 422, "; ".join(map(_misread, error.errors())))

    @app.exception_handler(SnapshotMissing)
    async def unpublished(request: Request, error: SnapshotMissing) -> Response:
        return _error(request, 404, "nothing is published yet; run `amur run` or `amur demo` first")

    @app.exception_handler(SnapshotUnreadable)
    async def unreadable(request: Request, error: SnapshotUnreadable) -> Response:
        helps = "`amur compact` publishes it anew" if isinstance(error, SnapshotDamaged) else "may the page open it?"
        return _error(request, 503, f"the snapshot can't be read; {helps}")


def _add_brief_and_feeds(app: FastAPI, settings: Settings) -> None:
    """A day on one page, and how the feeds are."""

    @app.get("/", response_class=HTMLResponse)
    def brief(day: Annotated[date | None, Query(description="YYYY-MM-DD; the newest when absent")] = None) -> str:
        try:
            return render(gather(settings.snapshot, day), "html", served=True)
        except Refusal as error:
            raise HTTPException(404, str(error)) from error

    @app.get("/feeds", response_class=HTMLResponse)
    def feeds() -> str:
        return page("feeds.html.j2", served=True, rows=_rows(settings, "feeds"), outcomes=words().outcomes)


def _add_register(app: FastAPI, settings: Settings) -> None:
    """The agreements in a list, and each on a page of its own."""

    @app.get("/agreements", response_class=HTMLResponse)
    def agreements(
        q: Annotated[str, Query(max_length=200)] = "",
        stage: Annotated[str, Query(max_length=40)] = "",
        sector: Annotated[str, Query(max_length=40)] = "",
        limit: Annotated[int, Query(ge=1, le=2_000)] = 300,
    ) -> str:
        found = _rows(settings, "agreements", stage, sector, q.strip(), limit + 1)
        known = _rows(settings, "agreements", "", "", "", 10_000)
        return page(
            "agreements.html.j2",
            served=True,
            rows=[row | {"names": party_names(row["parties"])} for row in found[:limit]],
            more=len(found) > limit,
            q=q,
            stage=stage,
            sector=sector,
            stages=words().stages,
            sectors=sorted({name for row in known for name in row["sectors"]}),
        )

    @app.get("/agreement/{agreement_id}", response_class=HTMLResponse)
    def agreement(agreement_id: str) -> Response:
        found = _rows(settings, "agreement", agreement_id)
        if not found:
            what = gone(settings, agreement_id)
            if what.merged_into is None:
                raise HTTPException(404, what.told)
            return RedirectResponse(f"/agreement/{what.merged_into}")
        parts = agreement_parts(partial(_ask, settings), agreement_id)
        return HTMLResponse(agreement_page(found[0], *parts, served=True))


def _add_articles(app: FastAPI, settings: Settings) -> None:
    """Each article with its facts, and what its site sent."""

    @app.get("/article/{article_id}", response_class=HTMLResponse)
    def article(article_id: str) -> str:
        found = _rows(settings, "article", article_id)
        if not found:
            raise HTTPException(404, dropped(settings, article_id) or "no such article")
        source = _rows(settings, "source", article_id)
        return article_page(
            found[0], _rows(settings, "anchors", article_id), source[0] if source else None, served=True
        )

    @app.get("/article/{article_id}/raw")
    def raw(article_id: str) -> Response:
        versions = _rows(settings, "source", article_id)
        if not versions:
            raise HTTPException(404, "no such article")
        came = origin(settings, article_id, versions)
        if came.response is None:
            raise HTTPException(404, f"no raw response is kept: {came.missing}")
        # What a site sent is never shown as a page of ours: it is a file to keep.
        told = {"Content-Disposition": f'attachment; filename="{article_id}.raw"'}
        return Response(came.response.body, media_type="application/octet-stream", headers=told)


def _add_sql_box(app: FastAPI, settings: Settings) -> None:
    """A question in SQL, asked in a process of its own, and its answer on the same page."""

    @app.get("/query", response_class=HTMLResponse)
    def query(sql: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
        result, error = None, ""
        if sql.strip():
            if not _BOXES.acquire(timeout=BOX.timeout_s):
                raise HTTPException(503, "too many questions at once; ask again in a moment")
            try:
                result = ask_apart(settings.snapshot, sql, limits=BOX)
            except (QueryRefused, QueryLimit) as refusal:
                error = str(refusal)
            finally:
                _BOXES.release()
        shown = [[short(cell)[:2000] for cell in row] for row in result.rows] if result else []
        body = page("query.html.j2", served=True, sql=sql, limits=BOX, result=result, rows=shown, error=error)
        return HTMLResponse(body, status_code=400 if error else 200)


def _add_json(app: FastAPI, settings: Settings) -> None:
    """Register and feeds for programs."""

    @app.get("/api/agreements")
    def agreements_json(limit: Annotated[int, Query(ge=1, le=10_000)] = 500) -> list[Row]:
        return [_plain(row) for row in _rows(settings, "agreements", "", "", "", limit)]

    @app.get("/api/feeds")
    def feeds_json() -> list[Row]:
        return [_plain(row) for row in _rows(settings, "feeds")]


def _rows(settings: Settings, name: str, *parameters: object) -> list[Row]:
    """What the named question finds in the newest snapshot."""
    return _ask(settings, statement(f"web_{name}"), *parameters)


def _ask(settings: Settings, sql: str, *parameters: object) -> list[Row]:
    result = run_query(settings.snapshot, sql, limits=Limits(), parameters=parameters)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _plain(row: Row) -> Row:
    return {name: as_json(value) for name, value in row.items()}


def _misread(problem: Row) -> str:
    """What is wrong with a parameter, in words."""
    name = ".".join(str(part) for part in problem["loc"][1:])
    if problem["type"].startswith("date_"):
        return f"{name} {str(problem['input'])[:40]}: not a date such as 2023-10-24"
    return f"{name}: {problem['msg']}"


def _error(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": message}, status_code=status)
    title = "Not found" if status == 404 else "That did not work"
    return HTMLResponse(page("error.html.j2", served=True, title=title, message=message), status_code=status)
