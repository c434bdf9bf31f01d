"""Read the kept articles again with today's rules, show what would differ, and load the difference on request.

The articles come from the batch folders, so nothing is fetched. New readings alert nobody, but corrections by
hand are told; old ones stay in the history with the rules that read them.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from amur import batch
from amur.analyse import analyse_all
from amur.load import load
from amur.poll import Clock, real_clock
from amur.progress import Progress, Silent
from amur.records import ReadArticle
from amur.settings import Settings
from transform.records import Agreement, Analysis, Development, Doubt, Figure, Party
from warehouse.readers.publish import open_snapshot
from warehouse.records import LoadReport
from warehouse.schema import refuse_anew
from warehouse.states import dropped_articles

Fact = Figure | Agreement | Development | Doubt


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One article that today's rules read otherwise: lines that begin with "-" (before) or "+" (now)."""

    article_id: str
    title: str
    lines: tuple[str, ...]


class Reanalysis(msgspec.Struct, frozen=True, kw_only=True):
    """What reading again would change. `counts` has `+figure`, `-agreement` and so on; `load` is set once applied."""

    articles: int
    differences: tuple[Difference, ...]
    counts: dict[str, int]
    load: LoadReport | None = None


def reanalyse(
    settings: Settings, *, apply: bool, progress: Progress | None = None, clock: Clock = real_clock
) -> Reanalysis:
    """Compare today's reading of every kept article with the kept one; with `apply` load what differs.

    Raises DatabaseGone where the database that they were loaded into is no more.
    """
    refuse_anew(settings.database)
    progress = progress or Silent()
    kept = _kept(settings)
    progress.begin("analyse", len(kept))
    today = list(analyse_all([item.article for item, _ in kept.values()], settings, progress))
    pairs = [(item, old, new) for (item, old), new in zip(kept.values(), today, strict=True)]
    differing = [(item, new, _lines(old, new)) for item, old, new in pairs]
    differing = [row for row in differing if row[2]]
    counts = Counter(f"{line[0]}{line[2:].split(' ', 1)[0]}" for _, _, lines in differing for line in lines)
    progress.end("analyse", f"{len(differing)} of {len(kept)} articles read otherwise")
    report = None
    if apply and differing:
        path = batch.create(settings.batches, "reanalysis", clock())
        batch.write(path / "shard-000" / "articles.jsonl.gz", (item for item, _, _ in differing))
        batch.write(path / "shard-000" / "facts.jsonl.gz", (new for _, new, _ in differing))
        report = load(path, settings, now=clock())
    return Reanalysis(
        articles=len(kept),
        differences=tuple(
            Difference(article_id=item.article.id, title=item.article.title, lines=lines)
            for item, _, lines in differing
        ),
        counts=dict(counts),
        load=report,
    )


def _kept(settings: Settings) -> dict[str, tuple[ReadArticle, Analysis]]:
    """The newest text of each loaded article with its newest reading; of what was purged or forgotten the batches are
    all that is left, and it stays out."""
    found: dict[str, tuple[ReadArticle, Analysis]] = {}
    for path in sorted(done.parent for done in settings.batches.glob("*/loaded.json")):
        for shard in batch.shards(path):
            articles = batch.read(shard / "articles.jsonl.gz", ReadArticle)
            facts = batch.read(shard / "facts.jsonl.gz", Analysis)
            for item, analysis in zip(articles, facts, strict=True):
                found[item.article.id] = (item, analysis)
    if found:
        with open_snapshot(settings.snapshot) as connection:
            for gone in dropped_articles(connection):
                found.pop(gone, None)
    return found


def _lines(old: Analysis, new: Analysis) -> tuple[str, ...]:
    """What differs, as lines of a diff; empty when both say the same."""
    lines = []
    if old.relevant != new.relevant:
        lines += [f"- {_relevance(old)}", f"+ {_relevance(new)}"]
    before, after = _facts(old), _facts(new)
    gone, come = Counter(before), Counter(after)
    lines += [f"- {_said(*fact)}" for fact in before if gone[fact] > come[fact]]
    lines += [f"+ {_said(*fact)}" for fact in after if come[fact] > gone[fact]]
    return tuple(lines)


def _relevance(analysis: Analysis) -> str:
    return f"article {'relevant' if analysis.relevant else 'not relevant'}"


def _facts(analysis: Analysis) -> list[tuple[str, Fact]]:
    """Everything that the warehouse takes of a reading, each with its kind: an aside looks like an agreement."""
    facts: list[Fact] = [*analysis.figures, *analysis.agreements, *analysis.developments, *analysis.doubts]
    told = [(type(fact).__name__.casefold(), fact) for fact in facts]
    return [*told, *(("aside", aside) for aside in analysis.asides)]


def _said(kind: str, fact: Fact) -> str:
    """A fact on one line: its kind, its quote in short, where that stands, and every attribute that is set."""
    told = msgspec.structs.asdict(fact)
    quote, field, start, end = (told.pop(name) for name in ("quote", "field", "start", "end"))
    if "parties" in told:
        told["parties"] = ", ".join(map(_party, told["parties"]))
    shown = (f"{name}={value}" for name, value in told.items() if value not in (None, "", ()))
    return f"{kind} “{quote[:60]}” {field} {start}-{end} {' '.join(shown)}"


def _party(party: Party) -> str:
    known = ", ".join(filter(None, (party.country, party.id)))
    return f"{party.name} ({known})" if known else party.name
