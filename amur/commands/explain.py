"""`amur explain`: an article with every fact under its sentence, or how an agreement came together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import msgspec
from rich.text import Text

from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.explanation import Explained
from amur.explanation import explain as explain_article
from amur.settings import Settings
from transform.records import Article, Figure

ARTICLE = """
SELECT article_id AS id, url, title, text, strftime(published_at, '%Y-%m-%dT%H:%M:%SZ') AS published, publisher
FROM article WHERE article_id = $1 OR url = $1 OR canonical_url = $1 LIMIT 1
"""
AGREEMENT = """
SELECT agreement_id, kind, stage, type, list_transform(parties, lambda p: p.name) AS parties, value, unit, signed_on,
    place, event, mentions, publishers
FROM agreement WHERE agreement_id = $1
"""
EVIDENCE = """
SELECT m.reported_at, r.publisher, m.status, m.new, m.quote, r.url, e.action, e.score, e.evidence, e.rejected
FROM agreement_evidence AS e
INNER JOIN agreement_mention AS m ON e.mention_id = m.mention_id
LEFT JOIN article AS r ON m.article_id = r.article_id
WHERE e.agreement_id = $1 ORDER BY m.reported_at, m.mention_id
"""


def explain(settings: Settings, what: str, *, html: Path | None) -> int:
    """Exit status 0; refuses what is neither a file, nor an article, nor an agreement of the snapshot."""
    path = Path(what)
    if path.is_file():
        for article in _articles(path):
            _show(explain_article(article), html)
        return 0
    if not settings.snapshot.exists():
        raise Refusal(f"{what}: no such file, and nothing is published in {settings.home} to look it up in")
    if found := _rows(settings, ARTICLE, what):
        _show(explain_article(msgspec.convert(found[0], Article)), html)
        return 0
    if found := _rows(settings, AGREEMENT, what):
        _agreement(found[0], _rows(settings, EVIDENCE, what))
        return 0
    raise Refusal(f"{what}: no such file, and no article (id or URL) or agreement of that name in the snapshot")


def _rows(settings: Settings, sql: str, what: str) -> list[dict[str, Any]]:
    from warehouse.query import run_query

    result = run_query(settings.snapshot, sql, parameters=[what])
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _articles(path: Path) -> list[Article]:
    """The articles of a file: one JSON object, JSON Lines (golden files too), or plain text with the title first."""
    raw = path.read_bytes()
    if not raw.lstrip().startswith(b"{"):
        title, _, body = raw.decode("utf-8", "replace").partition("\n")
        return [Article(id=path.name, title=title.strip(), text=body.strip())]
    try:
        return [_article(msgspec.json.decode(raw))]
    except msgspec.MsgspecError:
        pass
    found = []
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip():
            try:
                found.append(_article(msgspec.json.decode(line)))
            except msgspec.MsgspecError as error:
                raise Refusal(f"{path}, line {number}: {error}") from error
    return found


def _article(row: Any) -> Article:
    return msgspec.convert(row.get("article", row) if isinstance(row, dict) else row, Article)


def _show(explained: Explained, html: Path | None) -> None:
    if html is not None:
        environment = jinja2.Environment(loader=jinja2.PackageLoader("amur", "templates"), autoescape=True)
        html.write_text(environment.get_template("explain.html.j2").render(told=explained), encoding="utf-8")
        print(html)
        return
    console = terminal()
    analysis = explained.analysis
    verdict = Text(" kept ", "black on green") if analysis.relevant else Text(" dropped ", "black on yellow")
    console.print(verdict, Text(f"relevance {analysis.relevance:.2f}, {analysis.language}: "), end="")
    console.print(Text("; ".join(analysis.reasons)))
    paragraph = -1
    for part, told in explained.sentences:
        if part.paragraph != paragraph:
            console.print()
            paragraph = part.paragraph
        line = Text(part.text, "bold" if part.field == "title" else "")
        for item in told:
            if isinstance(item.fact, Figure):
                line.stylize("bold cyan", item.fact.start - part.start, item.fact.end - part.start)
        console.print(line)
        for item in told:
            quote = f"“{item.fact.quote}” " if isinstance(item.fact, Figure) else ""
            console.print(Text(f"    {quote}{item.headline}", "green"))
            for detail in item.lines:
                console.print(Text(f"        {detail}", "dim"))


def _agreement(row: dict[str, Any], mentions: list[dict[str, Any]]) -> None:
    console = terminal()
    console.print(Text(f"{row['agreement_id']}: {row['type']}, {row['stage']}: {', '.join(row['parties'])}", "bold"))
    for name in ("value", "unit", "signed_on", "place", "event"):
        if row[name] is not None:
            console.print(Text(f"  {name}: {row[name]}", "dim"))
    for mention in mentions:
        news = "news" if mention["new"] else "background"
        console.print(Text(f"\n{mention['reported_at']} {mention['publisher']}: {mention['status']}, {news}"))
        console.print(Text(f"  “{mention['quote']}”", "cyan"))
        console.print(Text(f"  {mention['url']}", "dim"))
        console.print(Text(f"  {mention['action']} (score {mention['score']:.2f}): {'; '.join(mention['evidence'])}"))
        for other in mention["rejected"]:
            console.print(Text(f"  not {other['agreement_id']}: {other['reason']}", "yellow"))
