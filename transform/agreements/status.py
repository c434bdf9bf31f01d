"""Whether a clause speaks of a deal, and at which stage that deal stands."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from transform.agreements.rules import Cues, DealRules, deal_rules
from transform.records import Status
from transform.text.sentence_rules import UNSTOPPED


class Deal(msgspec.Struct, frozen=True):
    """A deal as a clause tells it: `start` and `end` span the words that say so.

    `participle` is True when it is only spoken of ("the contract signed in May"), `own_noun` when the clause names it
    by a noun of its own rather than by a pronoun, `dealt` when only what is sold under it tells it.
    """

    status: Status
    start: int
    end: int
    participle: bool = False
    own_noun: bool = True
    dealt: bool = False


def masked(text: str, rules: DealRules) -> str:
    """The text in lower case, ё as е, with what only looks like a cue blanked out; the same length."""
    text = folded(text)
    if rules.language != "zh":
        text = _NO_STOP.sub(lambda match: "0" if match["decimal"] else match.group()[:-1] + " ", text)
    return rules.scope.mask.sub(lambda match: "\u00b7" * len(match.group()), text)


#: Full stops that end no sentence: of a fraction (a digit stands in its stead), of an abbreviation, in an address.
_NO_STOP = re.compile(
    rf"(?P<decimal>(?<=\d)\.(?=\d))|\b(?:{'|'.join(map(re.escape, UNSTOPPED))})\.(?=[ ,])"
    r"|\w\.(?=(?:com|ru|cn|net)\b)"
)


@lru_cache(maxsize=64)  # many rules look at one sentence
def folded(text: str) -> str:
    """The text in lower case with ё as е; the same length, whatever letters it has."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower()[0] for letter in text)
    return low.replace("ё", "е")


def plain(text: str) -> str:
    """The text with ё written as е, as the rules expect it."""
    return text.replace("ё", "е").replace("Ё", "Е")


#: How the sections of a language's file of deals are called that hold cues.
_STAGES = ("told", "mentioned", "planned", "negotiating", "ended", "unsigned", "denied", "in_force")


def _span(name: str, text: str, rules: DealRules, named: bool, firmly: bool) -> tuple[int, int] | None:
    """Where the cue of this name stands, if it may speak: some only beside a noun, or a noun that is not faint.

    A pattern that looks at what stands before its words marks them as `cue`, for the sides stand before these.
    """
    cue: Cues = getattr(rules, name)
    found = cue.alone.search(text)
    beside = None
    # "签署框架协议，拟成立合资企业": the first words of signing tell the deal, not those of its content.
    if (found is None or name == "told") and (
        firmly if name in ("ended", "denied", "in_force", "mentioned") else named
    ):
        beside = cue.with_noun.search(text)
    spans = [match.span("cue" if match.lastgroup == "cue" else 0) for match in (found, beside) if match]
    return min(spans) if spans else None


def read_deal(text: str, rules: DealRules, *, inherited: bool = False) -> Deal | None:
    """What the clause says of a deal, or None. `inherited`: the deal's noun stands in the sentence before.

    A denial outweighs everything; "not signed" beside running talks is still talks; what was ended, is in force or
    will be signed is not just "signed", even where a participle says when it was.
    """
    return _read(text, rules.language, inherited)


@lru_cache(maxsize=256)
def _read(text: str, language: str, inherited: bool) -> Deal | None:
    """As `read_deal`, kept for the few callers that ask of the same clause."""
    rules = deal_rules(language)
    if not rules.prefilter.any_in(text):
        return None
    text = masked(text, rules)
    if rules.scope.exclude.search(text):
        return None
    deal = _told(text, rules, inherited)
    if deal is None or deal.status not in ("denied", "ended"):
        return deal
    # "Signed a contract on Thursday, after talks had broken down in May": that is over.
    rest = rules.negotiating.overcome.sub(lambda match: "\u00b7" * len(match.group()), text)
    signed = _told(rest, rules, inherited) if rest != text else None
    return signed if signed is not None and signed.status == "signed" and not signed.participle else deal


def _told(text: str, rules: DealRules, inherited: bool) -> Deal | None:
    """As `read_deal`, of masked text."""
    nouns = [match.group() for match in rules.noun.finditer(text)]
    named = bool(nouns) or inherited
    firmly = inherited or any(rules.scope.faint.fullmatch(noun) is None for noun in nouns)
    found = {name: _span(name, text, rules, named, firmly) for name in _STAGES}
    if found["negotiating"] and rules.negotiating.object.search(text) is None and not inherited:
        found["negotiating"] = None
    if found["in_force"] and rules.in_force.not_yet.search(text):
        found["in_force"] = None
    told, mentioned, planned = found["told"], found["mentioned"], found["planned"]

    def deal(name: str, status: Status, participle: bool = False) -> Deal:
        start, end = found[name] or (0, 0)
        return Deal(status, start, end, participle, bool(nouns))

    if found["denied"]:
        return deal("denied", "denied")
    # Talks that ended without a deal, or a plan whose signing was called off, are no deal that ended.
    if found["ended"] and found["unsigned"] and (found["planned"] or rules.negotiating.broken_off.search(text)):
        return deal("unsigned", "denied")
    if found["negotiating"] and found["unsigned"]:
        return deal("negotiating", "negotiating")
    if found["ended"]:
        return deal("ended", "ended")
    if found["unsigned"]:
        return deal("unsigned", "denied")
    talks = found["negotiating"]
    if talks and rules.negotiating.still.search(text):
        return deal("negotiating", "negotiating")
    weakly = told is not None and rules.told.weak.match(text, told[0]) is not None
    if planned and told and rules.told.done.search(text, planned[0]):
        return deal("told", "signed")  # 将成立合资企业，双方已签署协议
    if planned and (weakly or not (told and told[0] < planned[0] and not _within(told, planned))):
        if talks and talks[0] < planned[0] and rules.negotiating.yields.match(text, talks[0]) is None:
            return deal("negotiating", "negotiating")
        return deal("planned", "planned")
    if talks and not (told and not _participial(told, mentioned) and not _within(told, talks)):
        return deal("negotiating", "negotiating")
    if found["in_force"]:
        # The words of signing, which stand beside the sides, rather than "and runs well" at the end.
        spot = min(one for one in (mentioned, found["in_force"]) if one)
        return Deal("in_force", *spot, own_noun=bool(nouns))
    begun = rules.in_force.begun.search(text) if firmly and not rules.in_force.not_yet.search(text) else None
    # "The first 20,000 tonnes left on Monday under the contract that they signed in May", 按照与Y签订的合同发运首批…
    under = begun is not None and told is not None and _part_of(told, mentioned, begun.span())
    under = under and rules.in_force.since_when.search(text) is None
    if told and not under and not _participial(told, mentioned):
        return deal("told", "signed")
    if begun:
        return Deal("in_force", *begun.span(), own_noun=bool(nouns))
    if mentioned:
        return deal("mentioned", "signed", True)
    return None


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner[0] < outer[1] and outer[0] < inner[1]


def _part_of(told: tuple[int, int], mentioned: tuple[int, int] | None, begun: tuple[int, int]) -> bool:
    """Are the words of signing a part of those that only speak of the deal, or of what was first done under it?"""
    inside = begun[0] <= told[0] and told[1] <= begun[1]
    return inside or (mentioned is not None and _within(told, mentioned))


def _participial(told: tuple[int, int], mentioned: tuple[int, int] | None) -> bool:
    """Is the finite verb that was found only the first word of a participle ("signed in May")?"""
    return mentioned is not None and mentioned[0] == told[0]
