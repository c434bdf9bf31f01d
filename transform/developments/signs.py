"""What speaks for each kind of change that a sentence may tell: signs, as words that a person can read in the weights.

Beside what `sentence_signs` tells of any sentence they say which patterns of a kind match ("tariff alone"), and whether
the sentence tells a deal. Nothing is decided here: `find` adds up what the signs weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from datetime import date

import msgspec

from transform.agreements.rules import deal_rules
from transform.agreements.sentence_signs import OLD, TURNS, Told, age_of, around_signs, word_signs
from transform.agreements.status import plain, read_deal
from transform.developments.rules import DevelopmentRules
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.third_lands import first_land, is_third
from transform.periods.find import find_periods
from transform.text.sentences import Sentence

#: The words that tell of changes: `rules/changes`.
CHANGES = "changes"
#: A pronoun so early in a sentence is its subject or object.
_HEAD = 40
#: Where a sentence stands is told of so many first ones.
_LATE = 6
#: A clause that announces a deal on one of these announces no opening.
OF_DEALS = frozenset({"facility", "route_opened", "hub_opened", "company_entry", "border_crossing"})
#: What a deal that is not signed would change is no change.
NOT_YET = frozenset({"planned", "negotiating", "denied"})
#: What third countries do to the trade of the pair.
FROM_ABROAD = frozenset({"sanction", "settlement", "ban"})
#: The sign that a third country does to one of the two what is no change of their trade: it raises a duty.
ABROAD = "first land abroad"
#: The sign that words tell a change of a kind so plainly that no sum of signs outweighs them.
OUTRIGHT = "sure"
_DIGITS = re.compile("[0-9]+")


class Signs(msgspec.Struct, frozen=True):
    """The signs of one sentence, by how much they are to be trusted: `patterns` were written for texts already seen."""

    words: frozenset[str]
    title: frozenset[str]
    patterns: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Every sign."""
        return self.words | self.title | self.patterns


def signs_of(
    sentence: Sentence,
    told: Told,
    rules: DevelopmentRules,
    published: date | None,
    title: Set[str],
    above: Set[str],
    patterns: frozenset[str],
    place: int = 0,
) -> Signs:
    """All signs of a sentence that has the words `told`; `title` are the headline's, `above` the sentence before's.

    `place` counts the sentences before it.
    """
    mentions = gazetteer().find(sentence.text, rules.language)
    words = {
        *word_signs(told),
        *around_signs(sentence, mentions, rules.language, published),
        *_dated(sentence.text, told, rules.language, published),
        *_of_rest(sentence.text, rules),
        f"place {min(place, _LATE)}",
    }
    if _opens_abroad(mentions):
        words.add(ABROAD)
    if rules.pronoun.search(plain(sentence.text[:_HEAD])):
        words |= {"pronoun", *(f"it: {one}" for one in above)}
    return Signs(frozenset(words), frozenset(f"title {one}" for one in title), patterns)


def _opens_abroad(mentions: Sequence[EntityMention]) -> bool:
    """Is the first land that a sentence names a third one, and Russia none of the others ("Turkey … Chinese cars")?"""
    first = first_land(mentions)
    return first is not None and is_third(first) and all(one.entity.country != "RU" for one in mentions)


def _dated(text: str, told: Told, language: str, published: date | None) -> Iterator[str]:
    """What happens to what in a clause, with how old a time the clause names: what is told as news has one."""
    periods = find_periods(text, language, published) if published else ()
    ages: dict[int, set[str]] = {}
    for period in periods:
        ages.setdefault(told.clause(period.start), set()).add(age_of(period, published))
    for event in told.events:
        clause = told.clause(event.start)
        when = "undated" if clause not in ages else "dated old" if ages[clause] == {OLD} else "dated"
        for thing in told.things:
            if event.label not in TURNS and told.clause(thing.start) == clause:
                yield f"{event.label} & {thing.label} {when}"


def _of_rest(text: str, rules: DevelopmentRules) -> Iterator[str]:
    deal = read_deal(text, deal_rules(rules.language))
    yield f"deal {deal.status if deal else None}"
    yield f"numbers {min(3, len(_DIGITS.findall(text)))}"
    if "%" in text:
        yield "percent"
    if rules.supposed.search(plain(text)):
        yield "supposed"


def excluded(kind: str, signs: Signs, certain: bool = False) -> bool:
    """Does a sentence hold what no sum of signs outweighs: third countries, a guess, a deal, words that take it back?

    A guess or a deal doesn't where the kind is as good as `certain`.
    """
    words = signs.words
    if "supposed" in words and not certain:
        return True
    deal = any(f"deal {status}" in words for status in NOT_YET) or (kind in OF_DEALS and "deal None" not in words)
    if deal and not certain:
        return True
    if "third country" in words and kind not in FROM_ABROAD - {"ban"}:
        # A ban abroad bears on the pair where it names one of the two ("no Russian copper"), not a firm of theirs.
        ends = ("country CN", "country RU") if kind == "ban" else (" CN", " RU")
        if not any(sign.endswith(ends) for sign in words):
            return True
    return f"{kind} unless" in signs.patterns
