"""What speaks for and against a text, counted: where it names both sides, with words of trade or of other matters.

`traits_of` gives the numbers from 0 to 1 that `screen` weighs; `weights.toml` says in words what each means.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.names.gazetteer import gazetteer
from transform.records import Article
from transform.screening.history import tells_history
from transform.screening.parts import NONE, Part, read_parts
from transform.screening.topics import BOTH, CHINA, DEAL, FIRST_RIVAL, RIVALS, RUSSIA, STRONG, TRADE
from transform.text.sentences import Sentence

#: Matters that leave no room for trade in a sentence: deals are signed at talks, all else is another story.
_MATTERS = tuple(number for number, topic in enumerate(RIVALS) if topic != "diplomacy")


def _told(parts: Sequence[Part], side: str, word: int) -> bool:
    """Is the side named anywhere? Where it is not, its leaders and its money stand for it."""
    named = any(getattr(part, side) for part in parts)
    if not named:
        for part in parts:
            setattr(part, side, part.words[word])
    return named


def _beside(parts: Sequence[Part], index: int) -> bool:
    """Do the sentence and the one before it, of the same paragraph, lead or title, name both sides together?"""
    part = parts[index]
    before = parts[index - 1] if index else part
    if before.paragraph not in (part.paragraph, -1, 0):
        return False
    return bool((part.china or before.china) and (part.russia or before.russia))


#: A note of so few sentences names each side once.
_SHORT = 4
#: Of so many sentences one joins the sides in a long text.
_ONE_OF = 10
#: A closing paragraph so far down is an aside.
_ASIDE = 2


def _passing(parts: Sequence[Part], side: str, word: int) -> bool:
    """Is the side named in one sentence of the body alone, in a row with a third country or as a closing aside?

    So home-grown soya is set beside beans of Brazil and of Russia, and "China is no rival of ours" ends a local story.
    """
    naming = [part for part in parts if getattr(part, side) or part.words[word]]
    if len(naming) != 1 or naming[0].paragraph == -1:
        return False
    aside = naming[0].paragraph == parts[-1].paragraph >= _ASIDE and not naming[0].words[DEAL]
    return naming[0].others > 0 or aside


def _other_matters(part: Part) -> int:
    """How many of its words speak of sport, culture, war, prices at home and the like."""
    return sum(part.words[FIRST_RIVAL + number] for number in _MATTERS)


def _joining(parts: Sequence[Part], named: bool) -> tuple[float, float, float]:
    """Sentences that join both sides: in a matter of trade beyond doubt, in any with trade, and in a deal.

    A sentence with as much of other matters joins nothing, nor one with a third country a deal; and where a side is
    told by its money alone, only trade beyond doubt counts.
    """
    linked = joined = deals = 0.0
    title = parts[0] if parts and parts[0].paragraph == -1 else Part(paragraph=-1)
    for index, part in enumerate(parts):
        words = part.words
        pair = bool(part.china and part.russia)
        if not pair and (words[BOTH] or part.china or part.russia):
            pair = _beside(parts, index) or (
                # "The two countries" of a headline with a third one may be any two of them.
                bool(title.china and title.russia and not title.others) and words[BOTH] > 0
            )
        if not pair:
            continue
        trade, other = words[TRADE] + words[STRONG], _other_matters(part)
        firms = bool(part.chinese_firms and part.russian_firms)
        linked += words[STRONG] > 0 or words[TRADE] >= 3 or firms
        if not named or part.others > max(1, min(part.china, part.russia)):
            continue
        if trade > 2 * other or (firms and not other):
            joined += 1 if trade > 1 or firms else 0.5  # a single word of trade may be a turn of speech
        deals += words[DEAL] > 0 and not part.others and trade >= 2 * other
    return linked, joined, deals


def _traits(parts: Sequence[Part]) -> dict[str, float]:
    """The traits, each from 0 to 1.

    What is counted is measured against what a text of its length can hold: a note of two sentences needs one that
    joins the sides, a report three, a minister's long hour with reporters one in ten.
    """
    count = max(1, sum(1 for part in parts if part.china or part.russia or part.others or any(part.words)))
    named = _told(parts, "china", CHINA) + _told(parts, "russia", RUSSIA) == 2
    china, russia = sum(part.china for part in parts), sum(part.russia for part in parts)
    others = sum(part.others for part in parts)
    title = parts[0] if parts and parts[0].paragraph == -1 else Part(paragraph=-1)
    # A third country of the headline that the text names more often than both sides together is what it is about.
    # So is one where no sentence of a long text names both: "India turns to Russia as Beijing curbs urea shipments".
    joint = count <= 6 or any(part.china and part.russia for part in parts if part.paragraph >= 0)
    title_pair = bool(title.china and title.russia) and not (title.others and (others > china + russia or not joint))
    linked, joined, deals = _joining(parts, named)
    enough = 1 if count <= 3 else 2 if count <= 6 else max(3, count // _ONE_OF)
    often = 1 if count <= 2 else 2 if count <= 4 else 2 * enough
    words = list(map(sum, zip(NONE, *(part.words for part in parts), strict=True)))
    rivals, trade = words[FIRST_RIVAL:], words[TRADE] + words[STRONG]
    found = {
        "named": float(named),
        "title_pair": float(title_pair),
        "title_side": float(bool(title.china) != bool(title.russia)),
        "title_trade": float(title.words[STRONG] > 0 or title.words[TRADE] > 1),
        "title_other": float(title.others > 0 and not title_pair),
        "title_three": float(title.others > 0 and title_pair),
        "linked": min(linked, enough) / enough,
        "joined": min(joined, enough) / enough,
        "deal": min(deals, enough) / enough,
        "pure": float(named and not others and not any(rivals) and linked > 0),
        "balance": min(china, russia) / max(1, china, russia),
        "weaker": min(china, russia, often) / often,
        "others": others / max(1, others + china + russia),
        "outshone": max(0, others - min(china, russia)) / max(1, others + china + russia),
        "passing": float(count > _SHORT and (_passing(parts, "china", CHINA) or _passing(parts, "russia", RUSSIA))),
        "sides": min(china + russia, 2 * count) / (2 * count),
        "trade_share": trade / (trade + sum(rivals) + min(2.0, 0.5 * count)),
        "past": 0.0,
    }
    for number, (topic, hits) in enumerate(zip(RIVALS, rivals, strict=True), FIRST_RIVAL):
        found[topic] = min(1.0, hits / (hits + trade + 3) + 0.4 * min(title.words[number], 1))
    return found


def traits_of(article: Article, sentences: Sequence[Sentence], language: str) -> dict[str, float]:
    """The traits of an article, each from 0 to 1, by its name in `weights.toml`; its furniture has been left out."""
    found = _traits(read_parts(article, sentences, language, gazetteer()))
    if tells_history(article.published, sentences):
        found["history"] = found["past"] = 1.0
    return found
