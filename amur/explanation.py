"""Why an article was kept or dropped, and what each sentence gave: the article with every fact under its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec

from amur.pages import page
from amur.readable import amount, moment, one_line, spaced, words
from amur.statements import statement
from transform.analyse import LANGUAGES, analyse
from transform.figures.find import find_figures
from transform.records import Agreement, Analysis, Article, Development, Doubt, Figure
from transform.text.script import readable
from transform.text.sentences import Sentence, sentences

Fact = Figure | Agreement | Development | Doubt


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A fact and its lines: what it says, then each attribute with why it was chosen where that is known."""

    fact: Fact
    headline: str
    lines: tuple[str, ...] = ()


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """An article's sentences in order, each with the facts that stand in it."""

    article: Article
    analysis: Analysis
    sentences: tuple[tuple[Sentence, tuple[Told, ...]], ...]

    @property
    def marked(self) -> list[tuple[Sentence, tuple[Told, ...], list[tuple[str, bool]]]]:
        """Each sentence with its facts and its text in pieces; a piece is marked where a figure stands."""
        return [(part, facts, _pieces(part, facts)) for part, facts in self.sentences]


def explain(article: Article) -> Explained:
    """Explain an article; facts are shown whether it is relevant or not, if its language is read at all."""
    analysis = analyse(article, screen=False)
    screened = analyse(article)
    parts = sentences(article)
    why: dict[tuple[str, int, int], dict[str, str]] = defaultdict(dict)

    def note(figure: Figure, attribute: str, reason: str) -> None:
        why[figure.field, figure.start, figure.end][attribute] = reason

    if analysis.language in LANGUAGES:
        plain, plain_parts = readable(article, parts, analysis.language)
        find_figures(plain, plain_parts, analysis.language, explain=note)
    told: dict[int, list[Told]] = defaultdict(list)
    facts: list[Fact] = [*analysis.figures, *analysis.agreements, *analysis.developments, *analysis.doubts]
    for fact in facts:
        place = next((n for n, part in enumerate(parts) if _holds(part, fact)), None)
        if place is not None:
            told[place].append(_told(fact, why.get((fact.field, fact.start, fact.end), {})))
    rows = tuple((part, tuple(told[number])) for number, part in enumerate(parts))
    analysis = msgspec.structs.replace(
        analysis, relevant=screened.relevant, relevance=screened.relevance, reasons=screened.reasons
    )
    return Explained(article=article, analysis=analysis, sentences=rows)


def article_page(
    row: dict[str, Any], anchors: list[dict[str, Any]], source: dict[str, Any] | None, *, served: bool = False
) -> str:
    """The explanation of an article of the snapshot as a page; each fact carries its row's id as its anchor."""
    return explained_page(explain(msgspec.convert(row, Article)), anchors, source, served=served)


def explained_page(
    told: Explained,
    anchors: list[dict[str, Any]] | None = None,
    source: dict[str, Any] | None = None,
    *,
    served: bool = False,
) -> str:
    """An explanation as a page."""
    places = {(row["field"], row["start"], row["end"]): row["anchor"] for row in anchors or ()}
    return page("explain.html.j2", served=served, told=told, anchors=places, source=source)


def agreement_parts(ask: Callable[..., list[dict[str, Any]]], agreement: str) -> tuple[list[dict[str, Any]], ...]:
    """Its stages, corrections, what people set by hand, and its mentions; `ask` is given a question and its parameters.

    Stages that people set stand among those that articles told, with their reason.
    """
    by_hand = ask(statement("told_by_hand"), agreement)
    stages = ask(statement("web_stages"), agreement) + [
        {
            "stage": one["value"],
            "reported_at": one["recorded_at"],
            "publisher": f"by hand: {one['reason']}",
            "url": None,
        }
        for one in by_hand
        if one["field"] == "stage"
    ]
    return (
        sorted(stages, key=lambda one: (one["reported_at"], one["stage"])),
        ask(statement("told_corrections"), agreement, None),
        by_hand,
        ask(statement("web_mentions"), agreement),
    )


def agreement_page(
    row: dict[str, Any],
    history: list[dict[str, Any]],
    corrections: list[dict[str, Any]],
    by_hand: list[dict[str, Any]],
    mentions: list[dict[str, Any]],
    *,
    served: bool = False,
) -> str:
    """How an agreement came together as a page: stages, corrections, mentions, evidence, what was rejected."""
    from amur.brief import changes, party_names

    shown = row | {"names": party_names(row["parties"])}
    return page(
        "agreement.html.j2",
        served=served,
        row=shown,
        history=history,
        corrections=[(one["recorded_at"], changes(one)) for one in corrections],
        by_hand=[(one["made_on"], set_by_hand(one)) for one in by_hand],
        mentions=mentions,
        stages=words().stages,
    )


def set_by_hand(row: dict[str, Any]) -> str:
    """What people set, as corrections.toml says it, why and since when: "value: 680000000 (a slip), since …"."""
    until = f"since {moment(row['recorded_at'])}" if row["holds"] else "set anew since"
    return f"{spaced(row['field'])}: {one_line(row['value']) or 'none'} ({one_line(row['reason'])}), {until}"


def _pieces(part: Sentence, facts: tuple[Told, ...]) -> list[tuple[str, bool]]:
    spans = sorted({(told.fact.start, told.fact.end) for told in facts if isinstance(told.fact, Figure)})
    pieces, at = [], part.start
    for start, end in spans:
        if at <= start and end <= part.end:
            pieces += [(part.text[at - part.start : start - part.start], False)]
            pieces += [(part.text[start - part.start : end - part.start], True)]
            at = end
    return [*pieces, (part.text[at - part.start :], False)]


def _holds(part: Sentence, fact: Fact) -> bool:
    return part.field == fact.field and part.start <= fact.start < part.end


def _told(fact: Fact, why: dict[str, str]) -> Told:
    if isinstance(fact, Figure):
        return Told(fact=fact, headline=_figure_headline(fact), lines=_figure_lines(fact, why))
    if isinstance(fact, Agreement):
        names = ", ".join(f"{party.name} ({party.country or '?'})" for party in fact.parties)
        lines = [
            f"{name}: {value}"
            for name, value in (
                ("sectors", ", ".join(fact.sectors)),
                ("signed on", fact.signed_on),
                ("place", fact.place),
                ("event", fact.event),
                ("worth", amount(fact.value, fact.unit) if fact.value is not None else None),
                ("count", fact.count if fact.count != 1 else None),
            )
            if value
        ]
        news = "news" if fact.new else "background"
        return Told(fact=fact, headline=f"{fact.type} {fact.status}, {news}: {names}", lines=tuple(lines))
    if isinstance(fact, Development):
        where = ", ".join(part for part in (fact.place, fact.date) if part)
        return Told(fact=fact, headline=f"{fact.kind}{': ' + where if where else ''}")
    return Told(fact=fact, headline=f"doubt: {fact.reason}")


def _figure_headline(figure: Figure) -> str:
    value = amount(figure.value, figure.unit)
    if figure.value_high is not None:
        value = f"{amount(figure.value)} to {amount(figure.value_high, figure.unit)}"
    modifier = "" if figure.modifier == "exact" else f"{figure.modifier.replace('_', ' ')} "
    return f"{figure.metric}, {figure.measure}: {modifier}{value} {figure.direction or ''}".rstrip()


def _figure_lines(figure: Figure, why: dict[str, str]) -> tuple[str, ...]:
    period = f"{figure.period_start} to {figure.period_end}" if figure.period_start else None
    values = {
        "metric": figure.metric,
        "measure": figure.measure,
        "flow": figure.flow,
        "region": figure.region,
        "place": figure.place,
        "counted": figure.counted,
        "commodity": figure.commodity,
        "period": period,
        "basis": figure.basis,
        "equivalent": figure.equivalent,
        "source": figure.source,
    }
    return tuple(
        f"{name}: {value}{f' ({why[name]})' if why.get(name) else ''}" for name, value in values.items() if value
    )
