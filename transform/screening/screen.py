"""Does a text matter to a reader who follows trade between China and Russia? Keep or drop, with reasons.

A small model that a person can follow: traits of the text, each between 0 and 1, times the weights of
`rules/screening/weights.toml`, summed and squashed to 0..1; `traits` counts them by the words of the language files.
`glance` judges title and summary of a feed's entry and keeps what may matter; `screen` judges the full text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import msgspec

from transform.names.entity import Entity
from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Article
from transform.rules import load
from transform.screening.history import tells_history
from transform.screening.sides import hardly_names, language_of, names_both, sides_of, truly_names_both
from transform.screening.topics import DEAL, FIRST_RIVAL, RIVALS, STRONG, TOPICS, TRADE, find_cues, tells_today
from transform.screening.traits import traits_of
from transform.text.folding import fold
from transform.text.sentences import Sentence, sound

#: Matters that leave no room for trade in a headline; talks, prices and history do.
_PLAIN_RIVALS = tuple(number for number, topic in enumerate(RIVALS) if topic not in ("diplomacy", "macro", "history"))


class Screening(msgspec.Struct, frozen=True):
    """The verdict: `relevance` runs from 0 to 1, `reasons` say in plain words what decided."""

    relevant: bool
    relevance: float
    reasons: tuple[str, ...]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each trait is worth, where the line between keep and drop runs, and how it is told.

    `say` tells a trait that is there, `lack` one that should be there and is not.
    """

    keep: float
    bias: float
    weight: dict[str, float]
    say: dict[str, str]
    lack: dict[str, str]


@cache
def _weights() -> Weights:
    return load("screening", "weights", Weights)


#: What is said of a text that tells history alone, of one about other things, and of one without both sides.
BYGONE = Screening(False, 0.0, ("tells of years long past and of none since",))
SELDOM = Screening(False, 0.0, ("names the side abroad in a few sentences only of a long text",))
ABSENT = Screening(False, 0.0, ("does not name both a Chinese and a Russian side",))


def screen(article: Article, sentences: Sequence[Sentence], language: str) -> Screening:
    """The verdict on the full text, its furniture left out; one without both sides is dropped before any counting."""
    language = language_of(language, article.text or article.title)
    if not names_both(article, language):
        return ABSENT
    if tells_history(article.published, sentences) and not tells_today(article.text, language):
        return BYGONE
    if hardly_names(article, sentences, language):
        return SELDOM
    screened = judge(traits_of(article, sentences, language))
    return screened if not screened.relevant or truly_names_both(sentences, language) else ABSENT


def kept_for(reason: str, screened: Screening) -> Screening:
    """The verdict turned to keep by something that outweighs it."""
    against = tuple(f"although: {said}" for said in screened.reasons[:1])
    return Screening(True, _weights().keep, (reason, *against))


def _a_deal_of_trade(found: dict[str, float]) -> bool:
    """Do sides of both countries strike a deal in a text that speaks of little but trade?"""
    rivals = max(found[topic] for topic in RIVALS)
    return (
        found["deal"] > 0
        and found["trade_share"] >= 0.7
        and rivals == 0
        and not (found["title_other"] or found["past"])
    )


def judge(found: dict[str, float]) -> Screening:
    """Weigh the traits; the reasons are the three that count most for the verdict, and the one that speaks against."""
    weights = _weights()
    worth = {trait: weights.weight[trait] * value for trait, value in found.items()}
    relevance = 1 / (1 + math.exp(-max(-30.0, min(30.0, weights.bias + sum(worth.values())))))
    if _a_deal_of_trade(found):
        # A deal between sides of both countries is what readers wait for, whoever else the text goes on to name.
        relevance = max(relevance, weights.keep)
    relevant = relevance >= weights.keep
    speaking = [
        (value, weights.say[trait])
        for trait, value in worth.items()
        if abs(value) >= 0.3 and (value < 0 or found[trait] >= 0.5)
    ]
    good = sorted((item for item in speaking if item[0] > 0), reverse=True)
    bad = [(-value, said) for value, said in speaking if value < 0]
    if not relevant:
        bad += [
            (weights.weight[trait] * (1 - found[trait]), said)
            for trait, said in weights.lack.items()
            if found[trait] < 0.5
        ]
    bad = sorted((item for item in bad if item[0] >= 0.5), reverse=True)
    first, second = (good, bad) if relevant else (bad, good)
    told = [said for _, said in first[:3]]
    deal = [weights.say["deal"]] if relevant and found["deal"] else []  # what a reader looks for comes first
    reasons = [*deal, *(said for said in told if said not in deal)][:3]
    reasons += [f"although: {said}" for _, said in second[:1]]
    return Screening(relevant, round(relevance, 4), tuple(reasons))


def glance(title: str, summary: str, language: str | None) -> Screening:
    """The verdict on a feed's entry before its page is fetched: keep what may matter.

    Both sides named: kept unless sport, culture, war or the like outweigh trade; talks are kept, for deals are
    signed at them. One side named: kept where trade is spoken of and no third country is.
    """
    text = sound(f"{title}\n{summary}" if summary else title)
    chosen = language_of(language, text)
    folded = fold(text)
    places = gazetteer()
    _, sides = sides_of(text, folded, chosen, places)
    if not sides:
        return Screening(False, 0.0, ("names neither a Chinese nor a Russian side",))
    counts = [0] * len(TOPICS)
    for _, topics in find_cues(folded, chosen):
        for topic in topics:
            counts[topic] += 1
    strong, trade = counts[STRONG], counts[TRADE] + counts[STRONG]
    rival = sum(counts[FIRST_RIVAL + number] for number in _PLAIN_RIVALS)
    if sides == 3:
        if counts[DEAL]:
            return Screening(True, 0.9, ("names both sides and a deal",))
        if strong > rival or trade >= rival:
            return Screening(True, 0.9 if trade else 0.5, (f"names both sides; words of trade: {trade}",))
        return Screening(False, 0.2, (f"names both sides with {trade} words of trade and {rival} of other matters",))
    if strong and trade > rival:
        if any(_foreign(mention.entity) for mention in places.find(text, chosen)):
            return Screening(False, 0.2, ("names one side with a third country",))
        return Screening(True, 0.4, (f"names one side; words of trade: {trade}",))
    return Screening(False, 0.1, ("names one side only",))


def _foreign(entity: Entity) -> bool:
    return bool(entity.countries) and not PAIR.intersection(entity.countries)
