"""Which part a nation, place or firm plays where a sentence names it: sent to, sent from, lying in, owning."""

from __future__ import annotations

from typing import Literal

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading

Role = Literal["to", "from", "in", "with", "owner", "none"]

#: So near behind the one asked stands the verb.
_ASKED = 24


def preposition(folded: str, start: int, lexicon: Lexicon) -> str | None:
    """The preposition that governs the name at `start`; the words listed to be skipped may stand between."""
    if not lexicon.spaced:
        start -= max((len(word) for word in lexicon.skipped if folded.endswith(word, 0, start)), default=0)
        match = lexicon.preposition.search(folded, max(0, start - 3), start)
        return match.group() if match else None
    words = folded[max(0, start - 48) : start].split()
    bared = [word.strip("«\"'“„(") for word in words[-4:]]
    for place in range(len(bared) - 1, max(-1, len(bared) - 4), -1):
        bare = bared[place]
        if place and f"{bared[place - 1]} {bare}" in lexicon.no_way:
            return None
        if bare in lexicon.prepositions:
            return bare
        if place and f"{bared[place - 1]} {bare}" in lexicon.prepositions:
            return f"{bared[place - 1]} {bare}"
        if bare not in lexicon.skipped and not lexicon.places.between.search(bare):
            return None
    return None


def role_of(folded: str, start: int, end: int, lexicon: Lexicon) -> Role:
    """The part that the words beside a name give it, and in Russian its own ending."""
    name, places = folded[start:end], lexicon.places
    adjective = places.adjective.search(name) is not None or folded[end : end + 2] == "'s"
    if lexicon.supplied.match(folded, end):
        return "to"  # "China's biggest oil supplier" sells to China
    word = preposition(folded, start, lexicon)
    if word is not None and folded[end : end + 2] != "'s":
        role = lexicon.prepositions[word]
        if role == "from" and adjective and lexicon.customers.match(folded, end):
            return "to"  # "revenue from Russian customers": the money comes from where the goods went
        if role == "from" and lexicon.spaced and lexicon.customers_of.search(folded, max(0, start - 40), start):
            return "to"  # «продали покупателям из Китая»: they come from there, the goods go there
        if not lexicon.spaced or (name[-1:] <= "z" and word not in places.off):
            return role  # type: ignore[return-value]
        if role == "to" and places.locative.search(name):
            return "in"
        if role == "to" and adjective and word in places.into:
            if places.locative_adjective.search(name):
                return "in"
            noun = folded[end : end + 24].split()[:1]
            if word in places.onto and not lexicon.buyers.match(folded, end) and lexicon.skipped.isdisjoint(noun):
                return "owner"  # «пошлина на китайские машины»: theirs, not sent to them
        if role == "from" and word in places.off and places.instrumental.search(name):
            return "owner" if adjective else "in"
        return role  # type: ignore[return-value]
    if (adjective or not lexicon.spaced) and (
        lexicon.buyers.match(folded, end) or lexicon.market_of.match(folded, end)
    ):
        return "to"
    if places.dative.fullmatch(folded, start, end):
        return "to"
    return "owner" if adjective else "none"


def sells(reading: Reading, lexicon: Lexicon, start: int, end: int) -> bool:
    """Is it the one whom a buyer asks (向俄企采购), not one to whom goods are sent (向俄企供应采购的设备)?"""
    if not reading.folded[:start].endswith(lexicon.asked):
        return False
    bought = [cue.start for cue in reading.cues["market"] if cue.label == "buy" and cue.start >= end]
    sent = [cue.start for cue in reading.cues["metric"] if cue.label == "exports" and cue.start >= end]
    return (
        bool(bought)
        and bought[0] - end <= _ASKED
        and reading.parted(end, bought[0]) < 1
        and not (sent and sent[0] < bought[0])
    )
