"""Decides whether a mention speaks of an agreement that the register knows: a pure function over small records.

Evidence adds up to a score (`weighing`); a contradiction rejects a candidate whatever else agrees. Every decision
carries its evidence and what it rejected, in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.records import Party
from warehouse.register.article_deals import fits_better
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
    others: Sequence[Reading] = (),
) -> Decision:
    """Where a mention belongs. `before`: agreements that an earlier version of its article belonged to; `implied`:
    sides that its sentence leaves to the sentence before it; `others`: what else its article tells."""
    best: tuple[float, Known, tuple[str, ...]] | None = None
    rejected: list[tuple[str, str]] = []
    fitting: list[tuple[str, float]] = []
    close: list[str] = []
    nearest: tuple[float, str] | None = None
    for known in candidates:
        # Each agreement of the earlier version is claimed once: a deal that the edit adds is another.
        edited = known.agreement_id in before and reading.article_id not in known.articles
        against = None if edited else contradiction(reading, known)
        if against:
            rejected.append((known.agreement_id, against))
            continue
        score, evidence = weigh(reading, known, implied)
        if edited:
            score = score + weights().weight["edited"]
            evidence = (*evidence, "the article's earlier version spoke of it")
        elif surely := max((fits_better(other, reading, known) for other in others), default=0.0):
            score = score + weights().weight["beside"] * surely
            evidence = (*evidence, f"told beside that {known.types.most_common(1)[0][0]} in its article")
        needed = _needed(reading, known)
        if score < needed:
            if score >= needed - CLOSE:
                close.append(known.agreement_id)
            lacking = NEAREST_BESIDE if reading.article_id in known.articles else NEAREST
            if score >= needed - lacking and (nearest is None or score > nearest[0]):
                nearest = score, known.agreement_id
            shown = ", ".join(evidence[-6:]) or "nothing in common"
            rejected.append((known.agreement_id, f"too little evidence: {score:.2f} of {needed:.2f} ({shown})"))
            continue
        fitting.append((known.agreement_id, score))
        if best is None or score > best[0] or (score == best[0] and known.last > best[1].last):
            if best:
                rejected.append((best[1].agreement_id, f"less evidence: {best[0]:.2f}"))
            best = (score, known, evidence)
        else:
            rejected.append((known.agreement_id, f"less evidence: {score:.2f}"))
    told = tuple(rejected[-20:])
    if best:
        chosen = best[1].agreement_id
        rivals = tuple(one for one, score in fitting if one != chosen and score >= weights().join + BRIDGE)
        return Decision(
            action="attach", agreement_id=chosen, score=best[0], evidence=best[2], rejected=told, rivals=rivals
        )
    if not stands_alone(reading, implied):
        return Decision(action="leave", evidence=("names no party and says too little to stand alone",), rejected=told)
    return Decision(
        action="create",
        evidence=(f"told as {'news' if reading.new else 'background'}; nothing in the register fits",),
        rejected=told,
        close=tuple(close),
        nearest=nearest[1] if nearest else None,
    )


def _needed(reading: Reading, known: Known) -> float:
    if not reading.total:
        return weights().join
    told = recalls_total(reading) and reading.count in known.counts and reading.made == known.first.year
    return JOIN_TOTAL_RECALLED if told else JOIN_TOTAL


def stands_alone(reading: Reading, implied: tuple[Party, ...]) -> bool:
    """Does it say enough to found an agreement: a party by name or kind, or what, how much and of which type?"""
    if reading.total:
        return bool(reading.count or reading.parties or reading.events)
    if reading.parties or implied:
        return True
    return reading.type != "agreement" and reading.value is not None and bool(reading.topics.goods or reading.subjects)
