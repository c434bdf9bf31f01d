"""`amur explain`: an article with every fact under its sentence and the raw response behind it; or an agreement."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from rich.text import Text

from amur.answers import short
from amur.brief import changes, party_names
from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.explanation import Explained, agreement_page, agreement_parts, explained_page, set_by_hand
from amur.explanation import explain as explain_article
from amur.gone import dropped, gone
from amur.origin import Origin, origin
from amur.readable import amount, day, moment, one_line, outlets, paper, rounded, words
from amur.said import Said, Sayings
from amur.settings import Settings
from amur.statements import statement
from transform.records import Article, Figure

ARTICLE = """
SELECT article_id AS id, url, title, text, strftime(published_at, '%Y-%m-%dT%H:%M:%SZ') AS published, publisher
FROM article WHERE article_id = $1 OR url = $1 OR canonical_url = $1 LIMIT 1
"""
STORY = """
SELECT article_id, publisher, language, published_at, copy_of, title
FROM article WHERE story_id = $1 ORDER BY published_at, article_id
"""
_AGREEMENT = re.compile(r"[Aa]\d{6,}")
#: A row of the brief: "figure-12".
_FACT = re.compile(r"(figure|mention|development|doubt)-(\d{1,18})")
#: Withdrawn ones too: an earlier brief still names them.
_FACT_ROW = {
    kind: f"SELECT * FROM store.{table} WHERE {kind}_id = CAST($1 AS BIGINT)"
    for kind, table in (
        ("figure", "figure"), ("mention", "agreement_mention"), ("development", "development"), ("doubt", "doubt"),
    )
}  # fmt: skip
#: Of a fact's row, what its sentence shows already.
_SHOWN = ("article_id", "article_version", "quote", "field", "start", "end", "observation", "gainsaid")
#: By the place in the text: a reading that was declined there is no figure whose number its doubt could bear.
_DOUBTS = """
SELECT reason FROM doubt WHERE article_id = $1 AND field = $2 AND start = $3 AND "end" = $4 ORDER BY doubt_id
"""
#: The article as it stood when a fact was read off it, which an edit may have changed since.
_READ = """
SELECT
    article_id, article_id AS id, title, text, language, publisher, coalesce(url, canonical_url) AS url, published_at,
    strftime(published_at, '%Y-%m-%dT%H:%M:%SZ') AS published
FROM store.article WHERE article_id = $1 AND version = $2
"""


def explain(settings: Settings, what: str, *, html: Path | None, raw: Path | None = None) -> int:
    """Exit status 0; refuses what is neither a file, nor an article, a story, a fact or an agreement of the snapshot.

    With `raw` the response that the article was read from is written there and nothing is read anew.
    """
    if html is not None and raw is not None:
        raise Refusal("--html and --raw: each writes another thing; ask for one of them")
    path = Path(what)
    if path.is_file() and raw is None:
        articles = _articles(path)
        if html is not None and len(articles) != 1:
            raise Refusal(f"{path}: {len(articles)} articles, and --html writes a page of one")
        for article in articles:
            _show(explain_article(article), html)
        return 0
    if not settings.snapshot.exists():
        raise Refusal(f"{what}: no such file, and nothing is published in {settings.home} to look it up in")
    if found := _rows(settings, ARTICLE, what):
        return _explain_article(settings, msgspec.convert(found[0], Article), None, html, raw)
    if _AGREEMENT.fullmatch(what):
        what = _now(settings, what.upper())
    if found := _rows(settings, statement("web_agreement"), what):
        if raw is not None:
            raise Refusal(f"{what}: many articles may tell it; ask for one of its mentions, such as mention-1")
        parts = agreement_parts(partial(_rows, settings), what)
        if html is not None:
            html.write_text(agreement_page(found[0], *parts), encoding="utf-8")
            print(html)
        else:
            _agreement(found[0], *parts)
        return 0
    if fact := _FACT.fullmatch(what):
        if not (found := _rows(settings, _FACT_ROW[fact[1]], fact[2])):
            raise Refusal(f"{what}: no such {fact[1]} is held; a purged or forgotten article takes its facts along")
        row = found[0]
        if not (read := _rows(settings, _READ, row["article_id"], row["article_version"])):
            raise Refusal(f"{what}: its article {row['article_id']} is not held any more")
        article = msgspec.convert(read[0], Article)
        said = Sayings(read).of(fact[1], row)
        return _explain_article(settings, article, said, html, raw, _held(settings, row), row["article_version"])
    if found := _rows(settings, STORY, what.upper()):
        if raw is not None or html is not None:
            raise Refusal(f"{what}: a story has articles, such as {found[0]['article_id']}; ask for one of them")
        for row in found:
            about = [one_line(row["publisher"]), row["language"], moment(row["published_at"])]
            about += [f"a copy of {row['copy_of']}"] if row["copy_of"] else []
            print(f"{row['article_id']}  {one_line(row['title'])} ({', '.join(one for one in about if one)})")
        return 0
    if why := dropped(settings, what):
        raise Refusal(f"{what}: {why}")
    raise Refusal(f"{what}: no such file, and no article (id or URL), story, fact or agreement of that name")


def _now(settings: Settings, agreement: str) -> str:
    """The agreement, or the one that it was merged into: alerts and earlier briefs may still name it.

    Raises Refusal where there was none of that id, or no report tells it any more.
    """
    if _rows(settings, statement("web_agreement"), agreement):
        return agreement
    what = gone(settings, agreement)
    if what.merged_into is None:
        raise Refusal(f"{agreement}: {what.told}")
    print(f"{agreement} was merged into {what.merged_into}")
    return what.merged_into


def _explain_article(
    settings: Settings,
    article: Article,
    said: Said | None,
    html: Path | None,
    raw: Path | None,
    held: dict[str, str] | None = None,
    version: int | None = None,
) -> int:
    """An article of the snapshot, then where it came from; or, with `raw`, what the site sent.

    Of an older version, which a fact was read off before an edit, what was fetched until then.
    """
    versions = _rows(settings, statement("web_source"), article.id)
    if version is not None:
        versions = sorted(
            (one for one in versions if one["version"] <= version), key=lambda one: one["version"], reverse=True
        )
    came = origin(settings, article.id, versions)
    article = msgspec.structs.replace(article, published=_by_its_clock(settings, article, versions[0]["feed_id"]))
    if raw is None:
        if html is not None:
            html.write_text(explained_page(explain_article(article), source=versions[0]), encoding="utf-8")
            print(html)
        else:
            _show(explain_article(article), None)
            _source(article, said, came, held)
        return 0
    if came.response is None:
        raise Refusal(f"{article.id}: no raw response is kept: {came.missing}")
    if str(raw) == "-":
        sys.stdout.buffer.write(came.response.body)
    else:
        raw.write_bytes(came.response.body)
        _source(article, said, came, held)
        print(raw)
    return 0


def _by_its_clock(settings: Settings, article: Article, feed_id: str | None) -> str | None:
    """The time of publication as the article was read with it: by the clock of its feed, where that is still known."""
    from ingest.dates import in_zone
    from ingest.errors import FeedsFileError
    from ingest.feeds import read_feeds

    try:
        clocks = {feed.id: feed.timezone for feed in read_feeds(settings.feeds)}
    except FeedsFileError:
        return article.published
    return in_zone(article.published, clocks.get(feed_id or "", "UTC"))


def _held(settings: Settings, row: dict[str, Any]) -> dict[str, str]:
    """A fact as the warehouse holds it, which today's rules may read otherwise; and why it is doubted."""
    told = " · ".join(f"{name} {short(value)}" for name, value in row.items() if name not in _SHOWN and short(value))
    place = [row[name] for name in ("article_id", "field", "start", "end")]
    doubts = "" if "doubt_id" in row else "; ".join(one["reason"] for one in _rows(settings, _DOUBTS, *place))
    return {"held as": told, "in doubt": one_line(doubts)}


def _source(article: Article, said: Said | None, came: Origin, held: dict[str, str] | None) -> None:
    """Where an article came from: the sentence asked for, page, time, batch, archive and response."""
    console = terminal()
    console.print(Text("\nSource", "bold"))
    if said is not None:
        console.print(Text(f"  {said.anchor}: {said.before}"), Text(said.quote, "bold cyan"), Text(said.after), sep="")
    lines = {**(held or {}), "page": one_line(article.url), "fetched": moment(came.fetched_at), "batch": came.batch_id}
    if came.response is None:
        lines["raw response"] = f"none: {came.missing}"
    else:
        kind = one_line(came.response.content_type or "no type told")
        size = len(came.response.body)
        lines["raw response"] = f"{came.archive}, the record at byte {came.response.offset}"
        lines["that is"] = f"{one_line(came.response.url)}, HTTP {came.response.status}, {kind}, {size:,} bytes"
    for name, value in lines.items():
        if value:
            console.print(Text(f"  {name}: {value}", "dim"), soft_wrap=True)


def _rows(settings: Settings, sql: str, *what: object) -> list[dict[str, Any]]:
    from warehouse.readers.query import run_query

    result = run_query(settings.snapshot, sql, parameters=what)
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
        html.write_text(explained_page(explained), encoding="utf-8")
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


def _agreement(
    row: dict[str, Any],
    stages: list[dict[str, Any]],
    corrections: list[dict[str, Any]],
    by_hand: list[dict[str, Any]],
    mentions: list[dict[str, Any]],
) -> None:
    console = terminal()
    said = words().stages
    console.print(Text(f"{row['agreement_id']}: {paper(row['type'])}, {said.get(row['stage'], row['stage'])}", "bold"))
    console.print(Text(f"  {party_names(row['parties'])}", "bold cyan"))
    worth = amount(row["value"], row["unit"])
    if worth and row["value_usd"] is not None and row["unit"] != "USD":
        source = row.get("usd_source")  # the snapshot of an earlier program has none
        worth += f" (about {rounded(row['value_usd'], 'USD')}{f', {source}' if source else ''})"
    facts = {
        "worth": worth,
        "signed on": day(row["signed_on"]),
        "place": row["place"],
        "event": row["event"],
        "sectors": ", ".join(row["sectors"]),
        "told by": f"{outlets(row)}, {row['mentions']} mention{'s' if row['mentions'] != 1 else ''}",
    }
    for name, value in facts.items():
        if value:
            console.print(Text(f"  {name}: {one_line(value)}", "dim"))
    console.print(Text("\nStages", "bold"))
    for stage in stages:
        line = f"  {moment(stage['reported_at'])}  {said.get(stage['stage'], stage['stage'])}"
        console.print(Text(line), Text(one_line(stage["publisher"]), "dim"))
    if corrections:
        console.print(Text("\nCorrections", "bold"))
    for one in corrections:
        console.print(Text(f"  {moment(one['recorded_at'])}  {'; '.join(changes(one))}"))
    if by_hand:
        console.print(Text("\nSet by hand", "bold"))
    for one in by_hand:
        console.print(Text(f"  {day(one['made_on'])}  {set_by_hand(one)}"))
    console.print(Text("\nMentions", "bold"))
    for mention in mentions:
        news = "news" if mention["new"] else "background"
        outlet = one_line(mention["publisher"])
        if mention["value"] is not None:
            news += f", worth {amount(mention['value'], mention['unit'])}"
        gone = moment(mention["withdrawn_at"])
        gone = f"; withdrawn by an edit, {gone}" if gone else ""
        console.print(Text(f"  {moment(mention['reported_at'])}, {outlet}: {mention['status']}, {news}{gone}"))
        console.print(Text(f"    “{one_line(mention['quote'])}”", "cyan"))
        name = "" if gone else f"  mention-{mention['mention_id']}"
        console.print(Text(f"    {one_line(mention['url'])}{name}", "dim"))
        why = "; ".join(mention["evidence"])
        if mention["action"] == "create":
            console.print(Text(f"    opened this agreement: {why}", "green"))
        else:
            console.print(Text(f"    {mention['action']}, score {mention['score']:.2f}: {why}", "green"))
        for other in mention["rejected"]:
            console.print(Text(f"    not {other['agreement_id']}: {other['reason']}", "yellow"))
