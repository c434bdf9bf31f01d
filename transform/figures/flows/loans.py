"""Which way lent money goes: from the lender to who borrows."""

from __future__ import annotations

from transform.figures.sentence.firm import AT_HOME, JOINT, OWNED
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import FROM, INTO
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Flow

#: So near a sum stands the word for a subsidy.
_GRANTED = 5.0


def jointly(reading: Reading) -> bool:
    """Do both sides pay, each its part ("split evenly", 由双方共同出资)?"""
    return any(cue.label == "joint" for cue in reading.cues["finance"])


def way_of_loan(
    reading: Reading, lexicon: Lexicon, sides: list[Side], first: int, last: int
) -> tuple[Flow | None, str]:
    """From lender to borrower; a swap line runs both ways."""
    for cue in reading.cues["finance"]:
        if cue.label == "swap":
            return "CN<>RU", f"“{reading.folded[cue.start : cue.end]}”"
    told = [side for side in sides if side.country in ("CN", "RU")]
    if jointly(reading):
        return "CN<>RU", JOINT
    if len({side.country for side in told}) < 2 and reading.near("finance", first, last, within=_GRANTED, label="home"):
        return None, AT_HOME
    if told and any(cue.label == "borrow" and told[0].end <= cue.start <= first for cue in reading.cues["finance"]):
        return INTO[told[0].country], f"borrows: “{reading.folded[told[0].start : told[0].end]}”"
    for cue in reading.cues["finance"]:
        if (
            cue.label == "lend"
            and told
            and told[0].end <= cue.start <= first
            and told[0].role not in ("to", "in", "with")
        ):
            return FROM[told[0].country], f"lends: “{reading.folded[told[0].start : told[0].end]}”"
    giver = next((side for side in told if side.role == "from" and side.start >= last), None)
    if giver and any(side.country != giver.country for side in told):
        # "A loan of 600 million yuan from the bank": whoever else is told borrows.
        return FROM[giver.country], f"lends: “{reading.folded[giver.start : giver.end]}”"
    lenders = [side for side in told if side.kind == "bank"]
    # Of two banks of the pair, who gives is named first.
    first_of_two = (
        lexicon.spaced
        and {side.country for side in lenders} == {"CN", "RU"}
        and lenders[0].role not in ("to", "in", "with")
        and not reading.folded.endswith(lexicon.traits.meant_for, 0, lenders[0].start)
    )
    if first_of_two or (len(lenders) == 1 and lenders[0].role in ("none", "owner") and lenders[0].end <= first):
        return FROM[lenders[0].country], f"lends: “{reading.folded[lenders[0].start : lenders[0].end]}”"
    if not lexicon.spaced and len(lenders) == 1 and lenders[0].role == "with" and lenders[0].end <= first:
        # A firm and a bank: who lends is the bank, though it stands behind 与.
        return FROM[lenders[0].country], OWNED
    best, flow, why = 9.0, None, ""
    for side in told:
        cost = reading.distance(side.start, side.end, first, last, after=0.6)
        if cost < best:
            borrows = side.role in ("to", "in", "with")
            best, flow = cost, (INTO if borrows else FROM)[side.country]
            why = f"“{reading.folded[side.start : side.end]}”"
    return flow, why
