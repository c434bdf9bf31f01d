"""How well analyses agree with golden ones, by the analysis contract's rules.

Figures match on value, upper value and unit (within 0.1 %), agreements on an overlapping sentence or on the same
status with a party in common, developments on kind and an overlapping quote; one to one, best first. Findings that
match an optional golden fact are neither rewarded nor punished. Attributes that the annotator left out don't count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

Record = dict[str, Any]

FIGURE_ATTRIBUTES = (
    "measure", "direction", "metric", "flow", "region", "commodity", "period", "basis", "modifier",
)  # fmt: skip
AGREEMENT_ATTRIBUTES = ("status", "type", "new", "count", "signed_on")
KINDS = ("figures", "agreements", "developments")
#: Legal forms that a party's name may carry or not.
_LEGAL = frozenset(
    "оао пао ооо ао зао нао фгуп llc ltd inc co corp plc pjsc jsc ojsc limited 有限公司 股份有限公司".split()
)


class Golden(msgspec.Struct, frozen=True):
    """One line of a golden file."""

    article: Record
    expected: Record


class Score:
    """Counts of hits, findings and golden facts over many articles, and the misses in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.sums: dict[str, float] = {}
        self.misses: list[str] = []

    def add(self, golden: Golden, analysis: Record) -> None:
        """Count one article."""
        article, expected = golden.article, golden.expected
        wanted, said = bool(expected["relevant"]), bool(analysis.get("relevant"))
        self.counts["articles"] += 1
        self._count("relevance", hit=wanted and said, found=said, gold=wanted)
        if wanted != said:
            self._miss(article, f"relevant is {wanted}, said {said}: {article.get('title', '')[:80]}")
        if not wanted:
            for kind in ("figures", "agreements"):
                self.counts[f"noise.{kind}"] += len(analysis.get(kind, ()))
            return
        for kind, likeness in zip(KINDS, (_figure_likeness, _agreement_likeness, _development_likeness), strict=True):
            gold = [_located(article, fact) for fact in expected.get(kind, ())]
            self._add_facts(article, kind, gold, list(analysis.get(kind, ())), likeness)

    def _add_facts(
        self,
        article: Record,
        kind: str,
        gold: list[Record],
        found: list[Record],
        likeness: Callable[[Record, Record], float],
    ) -> None:
        pairs = _pairs(gold, found, likeness)
        of_gold, of_found = dict(pairs), {f for _, f in pairs}
        free = sum(1 for g in of_gold if gold[g].get("optional"))
        if kind == "developments":
            free += sum(
                1
                for f, fact in enumerate(found)
                if f not in of_found and any(g.get("optional") and _overlap(g, fact) for g in gold)
            )
        hits = [(gold[g], found[f]) for g, f in pairs if not gold[g].get("optional")]
        self._count(kind, hit=len(hits), found=len(found) - free, gold=sum(not g.get("optional") for g in gold))
        for g, fact in enumerate(gold):
            if g not in of_gold and not fact.get("optional"):
                self._miss(article, f"{kind} missed: {_brief(fact)}")
        for f, fact in enumerate(found):
            if f not in of_found:
                self._miss(article, f"{kind} not in the gold: {_brief(fact)}")
        for wanted, got in hits:
            self._attributes(article, kind, wanted, got)

    def _attributes(self, article: Record, kind: str, wanted: Record, got: Record) -> None:
        if kind == "developments":
            return
        names = FIGURE_ATTRIBUTES if kind == "figures" else AGREEMENT_ATTRIBUTES
        whole = True
        for name in names:
            if not (name in wanted or (name == "period" and "period_start" in wanted)):
                continue
            right = _value(wanted, name) == _value(got, name)
            whole &= right
            self._share(f"{kind}.{name}", right)
            if not right:
                self._miss(article, f"{_brief(wanted)} {name}: {_value(wanted, name)}, got {_value(got, name)}")
        if kind == "figures":
            self.counts["complete"] += whole
            return
        if wanted.get("sectors"):
            a, b = set(wanted["sectors"]), set(got.get("sectors") or ())
            self._share("agreements.sectors", len(a & b) / len(a | b))
        if wanted.get("parties"):
            a, b = _names(wanted), _names(got)
            self._share("agreements.parties", 2 * len(a & b) / (len(a) + len(b)))

    def _count(self, kind: str, *, hit: int, found: int, gold: int) -> None:
        self.counts[f"{kind}.hit"] += hit
        self.counts[f"{kind}.found"] += found
        self.counts[f"{kind}.gold"] += gold

    def _share(self, name: str, right: float) -> None:
        self.sums[name] = self.sums.get(name, 0.0) + right
        self.counts[f"{name}.of"] += 1

    def _miss(self, article: Record, text: str) -> None:
        self.misses.append(f"{article['id']}: {text}")

    def f1(self, kind: str) -> float | None:
        """F1 of relevance, figures, agreements or developments; None where there is nothing to score."""
        found, gold = self.counts[f"{kind}.found"], self.counts[f"{kind}.gold"]
        return 2 * self.counts[f"{kind}.hit"] / (found + gold) if found + gold else None

    def table(self) -> dict[str, float]:
        """Every score that has something to count, by a name such as `figures.f1` or `agreements.status`."""
        rows: dict[str, float] = {}
        for kind in ("relevance", *KINDS):
            hit, found, gold = (self.counts[f"{kind}.{part}"] for part in ("hit", "found", "gold"))
            if found:
                rows[f"{kind}.precision"] = hit / found
            if gold:
                rows[f"{kind}.recall"] = hit / gold
            if found + gold:
                rows[f"{kind}.f1"] = 2 * hit / (found + gold)
        if self.counts["figures.gold"]:
            rows["figures.complete"] = self.counts["complete"] / self.counts["figures.gold"]
        for name, total in sorted(self.sums.items()):
            rows[name] = total / self.counts[f"{name}.of"]
        rows["noise.figures"] = self.counts["noise.figures"]
        rows["noise.agreements"] = self.counts["noise.agreements"]
        return rows


def _pairs(
    gold: Sequence[Record], found: Sequence[Record], likeness: Callable[[Record, Record], float]
) -> list[tuple[int, int]]:
    ranked = [(likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(ranked, key=lambda row: (-row[0], row[1], row[2])):
        if score > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def _figure_likeness(gold: Record, found: Record) -> float:
    same = (
        gold["unit"] == found.get("unit")
        and _close(gold["value"], found.get("value"))
        and _close(gold.get("value_high"), found.get("value_high"))
    )
    if not same:
        return 0
    right = sum(
        _value(gold, name) == _value(found, name)
        for name in FIGURE_ATTRIBUTES
        if name in gold or (name == "period" and "period_start" in gold)
    )
    return 1 + bool(_overlap(gold, found)) + right / 100


def _agreement_likeness(gold: Record, found: Record) -> float:
    shared = len(_names(gold) & _names(found))
    same_status = gold.get("status") == found.get("status")
    overlapping = bool(_overlap(gold, found))
    if not overlapping and not (same_status and shared):
        return 0
    return 2 * overlapping + same_status + shared / 10


def _development_likeness(gold: Record, found: Record) -> float:
    return float(gold["kind"] == found.get("kind") and bool(_overlap(gold, found)))


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(abs(a), abs(b), 1e-9) / 1000


def _value(fact: Record, name: str) -> object:
    return (fact.get("period_start"), fact.get("period_end")) if name == "period" else fact.get(name)


def _names(fact: Record) -> set[str]:
    return {_folded(party.get("name", "")) for party in fact.get("parties") or ()}


def _folded(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name).casefold().split()
    kept = " ".join([word for word in words if word not in _LEGAL] or words)
    return re.sub(r"(股份)?有限公司$", "", kept) or kept


def _overlap(a: Record, b: Record) -> int:
    if a.get("field", "text") != b.get("field", "text"):
        return 0
    first, last = max(a.get("start", 0), b.get("start", 0)), min(a.get("end", 0), b.get("end", 0))
    return max(0, int(last - first))


def _located(article: Record, fact: Record) -> Record:
    if "start" in fact or not fact.get("quote"):
        return fact
    for field in ("text", "title"):
        start = article.get(field, "").find(fact["quote"])
        if start >= 0:
            return {**fact, "field": field, "start": start, "end": start + len(fact["quote"])}
    raise ValueError(f"{article['id']}: the quote is not in the article: {fact['quote']!r}")


def _brief(fact: Record) -> str:
    said = fact.get("value", fact.get("kind", fact.get("status", "")))
    return f"{str(fact.get('quote', ''))[:80]!r} {said} {fact.get('unit') or ''}".strip()
