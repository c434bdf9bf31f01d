"""Decides whether a mention speaks of an agreement that the register knows: a pure function over small records.

Evidence adds up to a score (`weighing`); a contradiction rejects a candidate whatever else agrees. Every decision
carries its evidence and what it rejected, in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from transform.records import Party
from warehouse.register.article_deals import fits_better
from warehouse.register.article_names import Articles
from warehouse.register.contradiction import contradiction
from warehouse.register.decision import Decision
from warehouse.register.known import Known
from warehouse.register.reading import Reading, recalls_total
from warehouse.register.scale import weights
from warehouse.register.weighing import weigh

#: What it takes to join a sum of deals.
JOIN_TOTAL = 5.5
#: What it takes to recall one of a year that its number tells.
JOIN_TOTAL_RECALLED = 4.5
#: What a mention must score above `join` with a second agreement for the two to be looked at as one.
BRIDGE = 1.0
#: What may be wanting to the score of an agreement that it may yet be.
CLOSE = 1.0
#: So much may be wanting to the score of the agreement that a mention without sides joins rather than making a new one,
#: and less where its own article has told that agreement; chosen with the learned event files in sight.
NEAREST, NEAREST_BESIDE = 2.2, 1.75


def decide(
    reading: Reading,
    candidates: Sequence[Known],
    *,
    before: frozenset[str] = frozenset(),
    implied: tuple[Party, ...] = (),
    articles: Articles = MappingProxyType({}),
) -> Decision:
    """Where a mention belongs. `before`: agreements that an earlier version of its article belonged to; `implied`:
    sides that its sentence leaves to the sentence before it; `articles`: what each tells, its own too."""
    verdict = _Verdict()
    for known in candidates:
        # Each agreement of the earlier version is claimed once: a deal that the edit adds is another.
        edited = known.agreement_id in before and reading.article_id not in known.articles
        against = None if edited else contradiction(reading, known)
        if against:
            verdict.rejected.append((known.agreement_id, against))
        else:
            verdict.take(known, *_weighed(reading, known, implied, articles, edited=edited), reading)
    told = tuple(verdict.rejected[-20:])
    if best := verdict.best:
        score, known, evidence = best
        return Decision(
            action="attach", agreement_id=known.agreement_id, score=score, evidence=evidence, rejected=told,
            rivals=verdict.rivals(),
        )  # fmt: skip
    if not stands_alone(reading, implied):
        return Decision(action="leave", evidence=("names no party and says too little to stand alone",), rejected=told)
    return Decision(
        action="create",
        evidence=(f"told as {'news' if reading.new else 'background'}; nothing in the register fits",),
        rejected=told,
        close=tuple(verdict.close),
        nearest=verdict.nearest[1] if verdict.nearest else None,
    )


def _weighed(
    reading: Reading, known: Known, implied: tuple[Party, ...], articles: Articles, *, edited: bool
) -> tuple[float, tuple[str, ...]]:
    """What speaks for an agreement and how much, with what an earlier version or the rest of the article says of it."""
    score, evidence = weigh(reading, known, implied, articles)
    if edited:
        return score + weights().weight["edited"], (*evidence, "the article's earlier version spoke of it")
    if score < _needed(reading, known) - NEAREST:
        return score, evidence  # What only lowers it needs no look at an article that may tell thousands of deals.
    beside = [other for other in articles.get(reading.article_id, ()) if other is not reading]
    if beside and (surely := max(fits_better(other, reading, known) for other in beside)):
        said = f"told beside that {known.types.most_common(1)[0][0]} in its article"
        return score + weights().weight["beside"] * surely, (*evidence, said)
    return score, evidence


class _Verdict:
    """What the candidates weighed so far come to: the best, those that fit as well, those that nearly do."""

    def __init__(self) -> None:
        self.best: tuple[float, Known, tuple[str, ...]] | None = None
        self.rejected: list[tuple[str, str]] = []
        self.close: list[str] = []
        self.nearest: tuple[float, str] | None = None
        self._fitting: list[tuple[str, float]] = []

    def take(self, known: Known, score: float, evidence: tuple[str, ...], reading: Reading) -> None:
        """Let a candidate fit better than the others, less well or too little."""
        needed = _needed(reading, known)
        if score < needed:
            self._fall_short(known, score, needed, reading)
            shown = ", ".join(evidence[-6:]) or "nothing in common"
            self._reject(known, f"too little evidence: {score:.2f} of {needed:.2f} ({shown})")
            return
        self._fitting.append((known.agreement_id, score))
        best = self.best
        if best and (score, known.last) <= (best[0], best[1].last):
            self._reject(known, f"less evidence: {score:.2f}")
            return
        if best:
            self._reject(best[1], f"less evidence: {best[0]:.2f}")
        self.best = score, known, evidence

    def _fall_short(self, known: Known, score: float, needed: float, reading: Reading) -> None:
        """Note who nearly fits: whom a mention without sides may join yet, or what a new agreement may yet be."""
        if score >= needed - CLOSE:
            self.close.append(known.agreement_id)
        lacking = NEAREST_BESIDE if reading.article_id in known.articles else NEAREST
        if score >= needed - lacking and (self.nearest is None or score > self.nearest[0]):
            self.nearest = score, known.agreement_id

    def _reject(self, known: Known, reason: str) -> None:
        self.rejected.append((known.agreement_id, reason))

    def rivals(self) -> tuple[str, ...]:
        """The agreements beside the best that fit so well that the two may be one."""
        chosen = self.best[1].agreement_id if self.best else None
        enough = weights().join + BRIDGE
        return tuple(one for one, score in self._fitting if one != chosen and score >= enough)


def _needed(reading: Reading, known: Known) -> float:
    if not reading.total:
        return weights().join
    told = recalls_total(reading) and reading.count in known.counts and reading.made == known.first.year
    return JOIN_TOTAL_RECALLED if told else JOIN_TOTAL


def stands_alone(reading: Reading, implied: tuple[Party, ...]) -> bool:
    """Does it say enough to found an agreement: a party by name or kind, or of which type and about what?

    What names no side has to tell a sum, or be news of a paper on some goods ("a protocol on berries will be signed");
    what becomes of a paper has to find it.
    """
    if reading.total:
        return bool(reading.count or reading.parties or reading.events)
    if reading.parties or implied:
        return True
    if reading.type == "agreement":
        return False
    goods = reading.topics.goods
    news = reading.new and reading.status in ("planned", "signed")
    return bool((news and goods) or (reading.value is not None and (goods or reading.subjects)))
