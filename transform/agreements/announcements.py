"""The stretches of a sentence that can each announce one deal, and the stage that one clause of several tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from transform.agreements.cast import compatriots
from transform.agreements.implied_sides import Context
from transform.agreements.joint_nouns import of_state
from transform.agreements.papers import deal_count
from transform.agreements.rules import DealRules
from transform.agreements.status import Deal, folded, read_deal
from transform.agreements.told_deal import FEW
from transform.records import PAIR
from transform.text.sentences import BULLETS, Sentence

COLON = re.compile(r"[:：]\s?(?=\S)")
#: Opens an item of a list, in Chinese within a sentence too.
ITEM = re.compile(rf"^\s*(?:[{BULLETS}*–—-]|\(?\d{{1,2}}[.)、．]|[①-⑳]|[一二三四五]是)\s*")
_OPENING = f",;，；{BULLETS}"
#: Behind a sum of deals so few characters before a colon bring in its list.
_OPENS = 40
#: "Milkom, which runs Komos's plants, will ship …", «„Милком“, управляющий заводами „Комоса“, …»: whose it is
_APPOSED = re.compile(
    r"(?<=[\w»”]), (?:an?|the|which|[а-яё]+(?:щ|вш|нн)(?:[иы]й|[ая]я|[ео]е|[иы]е)) [^.;,]{3,60},(?= )"
)
#: Between papers that are told one by one.
_PARTS = re.compile(r"[,;]\s+|[，；]")
_DASH = re.compile(r"\s[—–-]\s")


class Unit(msgspec.Struct, frozen=True):
    """A stretch of a sentence that can announce one deal; offsets are into the article's field."""

    sentence: Sentence
    start: int
    end: int
    text: str
    #: the sentence's only or first unit; the others may leave the verb to it
    first: bool


def units_of(
    sentence: Sentence, rules: DealRules, context: Context, *, listed: bool, summed: bool = False
) -> Iterator[Unit]:
    """The sentence's clauses where several tell a deal of their own, else the whole sentence.

    `listed` says that it is an item of a list of deals, which needs no word of deals itself; `summed` that a sum of
    deals stands before it ("Among them: X with Y on coal; …").
    """
    if not (listed or summed or rules.prefilter.any_in(sentence.text)):
        return
    if items := _items(sentence, rules, context, summed=summed):
        yield from items
        return
    parts = _clauses(sentence.text, rules)
    own = [(a, b) for a, b in parts if len(parts) > 1 and _stands_alone(sentence.text[a:b], rules, context)]
    own = _denied_once(sentence.text, own, rules, context)
    if len(parts) > 1 and all(rules.scope.with_each.match(sentence.text, a) for a, _ in parts):
        own = parts  # «С „Х“ — контракт на станки, с „У“ — меморандум»
    if summed and len(own) < 2 and all(one_of_sum(sentence.text[a:b], rules, context) for a, b in parts):
        own = parts  # "Among the deals, X will build a mill for Y, and Z is to deliver ships to W"
    if summed and len(own) < 2 and ";" in sentence.text:
        # "X will build a mill for Y; Z will buy cathode there; V and W agreed on a line": those that name two sides
        told = [
            (a, b) for a, b in parts if (a, b) in own or one_of_sum(sentence.text[a:b], rules, context, by_sides=True)
        ]
        own = told if len(told) > 1 else own
    if len(own) < 2:
        # "X: pumps from Y; and, with the same supplier, a depot": an item of a list, or of a sum, with no verb
        own = own or (parts[:1] if listed or summed else [])
        elliptic = _elliptic(sentence.text, parts, own, rules)
        own = [*own, elliptic] if elliptic else [(0, len(sentence.text))]
    for number, (a, b) in enumerate(own):
        yield _unit(sentence, rules, a, b, first=number == 0)


def clauses_of(sentence: Sentence, rules: DealRules) -> list[Unit]:
    """Each clause of a sentence, whether it has a word of deals or not."""
    return [
        _unit(sentence, rules, a, b, first=number == 0) for number, (a, b) in enumerate(_clauses(sentence.text, rules))
    ]


def items_of_sum(sentence: Sentence, rules: DealRules) -> list[Unit]:
    """The deals that a sentence behind their sum tells one by one ("The first covers A", "其一为……，其二涉及……")."""
    starts = [match.start() for match in rules.scope.item.finditer(folded(sentence.text))]
    if starts[:1] != [0]:
        return []
    edges = [*starts, len(sentence.text)]
    return [_unit(sentence, rules, a, b, first=a == 0) for a, b in pairwise(edges)]


def told_by_one_clause(text: str, rules: DealRules) -> Deal | None:
    """The stage as the one clause with the deal's noun tells it, where words of another seem to deny or end it."""
    clauses = _clauses(text, rules)
    if len(clauses) < 2:
        return None
    whole = read_deal(text, rules)
    if whole is None or whole.status not in ("denied", "ended"):
        return None
    if not any(begin <= whole.start and whole.end <= end for begin, end in clauses):
        return None  # told by both clauses together
    told = [(a, deal) for a, b in clauses if (deal := read_deal(text[a:b], rules)) and deal.own_noun]
    if len(told) != 1 or told[0][1].status == whole.status:
        return None
    if whole.status == "ended" and told[0][1].status != "in_force":
        return None
    shift, deal = told[0]
    return msgspec.structs.replace(deal, start=deal.start + shift, end=deal.end + shift)


def talks_of_firms(text: str, rules: DealRules, context: Context) -> Deal | None:
    """Talks of firms of both countries: whatever they are about, a deal is in the making, or came to nothing."""
    low = folded(text)
    broken_off = rules.negotiating.broken_off.search(low) is not None
    if not broken_off and not rules.negotiating.alone.search(low):
        return None
    deal = read_deal(text, rules, inherited=True)
    if deal is None or not (deal.status == "negotiating" or (broken_off and deal.status in ("ended", "denied"))):
        return None
    parties = context.parties(text, (deal.start, deal.end))
    return deal if {party.country for party in parties} == PAIR else None


def one_of_sum(text: str, rules: DealRules, context: Context, *, by_sides: bool = False) -> Deal | None:
    """The deal that a sentence behind a sum of deals tells by what a firm of one country will bring the other's.

    Both by their names: "a Khabarovsk veneer maker" may be anybody. `by_sides` says that their names tell it alone,
    whatever the sentence has them do.
    """
    text = _APPOSED.sub(lambda match: " " * len(match.group()), text)
    low = folded(text)
    if rules.scope.exclude.search(low):
        return None
    dealt = rules.scope.dealt.search(low)
    if dealt is None and (not by_sides or rules.scope.undone.search(low) or _otherwise(text, rules)):
        return None
    spot = dealt.span() if dealt else (len(text), len(text))
    sides = [one for one in context.parties(text, spot) if not of_state(one)]
    named = all(one.id or not rules.scope.anybody.search(one.name) for one in sides)
    if dealt is None:  # What is known and of no country is a union of several.
        firm = rules.scope.firm
        named = named and all(one.country in PAIR or (not one.id and firm.search(one.name)) for one in sides)
    both = named and len(sides) == 2 and not compatriots(*sides)
    return Deal("signed", *spot, own_noun=False, dealt=dealt is not None) if both else None


def _otherwise(text: str, rules: DealRules) -> bool:
    """Does it tell of another stage than a signing?"""
    deal = read_deal(text, rules, inherited=True)
    return deal is not None and deal.status != "signed"


def papers_counted(sentence: Sentence, rules: DealRules) -> list[Unit]:
    """The papers that a sentence tells one by one behind their number and a colon, each by its noun; else none.

    "The two signed two papers: on the 5th a contract for A, on the 6th a memorandum on B."
    """
    colon = COLON.search(sentence.text)
    count = deal_count(sentence.text[: colon.start()], rules) if colon else None
    if colon is None or count is None or not 1 < count <= FEW:
        return []
    marks = list(_PARTS.finditer(sentence.text, colon.end()))
    starts, ends = [colon.end(), *(one.end() for one in marks)], [*(one.start() for one in marks), len(sentence.text)]
    parts = [_unit(sentence, rules, a, b, first=False) for a, b in zip(starts, ends, strict=True)]
    return parts if len(parts) == count and all(rules.noun.search(folded(part.text)) for part in parts) else []


def _items(sentence: Sentence, rules: DealRules, context: Context, *, summed: bool) -> list[Unit]:
    """The items of a list of deals that the sentence itself brings in: "Among the deals: X with Y on coal; …"."""
    colon = COLON.search(sentence.text)
    if colon is None:
        return []
    singled = summed and rules.scope.item.match(folded(sentence.text)) is not None
    opened = singled or (summed and colon.end() <= _OPENS and ";" in sentence.text)
    if not opened and not rules.scope.lead.search(sentence.text[: colon.end()]):
        return []
    by_semicolon = rules.scope.next_item.search(sentence.text, colon.end()) is not None
    cut = rules.scope.next_item if by_semicolon else rules.scope.next_by_comma
    edges = [colon.end(), *(m.end() for m in cut.finditer(sentence.text, colon.end())), len(sentence.text)]
    items: list[Unit] = []
    cuts = [one for start, end in pairwise(edges) for one in _dealt_in(sentence.text, start, end, rules, context)]
    for a, b in cuts:
        unit = _unit(sentence, rules, a, b, first=False)
        sides = context.parties(unit.text, (len(unit.text), len(unit.text)))
        again = bool(items) and context.rules.same_two.match(unit.text) is not None
        if again or len(sides) >= 2 or (sides and rules.noun.search(folded(unit.text))):
            items.append(unit)
    if items and (singled or ITEM.match(sentence.text[colon.end() :])):
        return items  # 涉及口岸的有两份：…；…, 两份文件：一是…；二是…: each its own sentence
    return items if len(items) >= 2 and (by_semicolon or len(items) >= len(edges) - 1) else []


def _dealt_in(text: str, start: int, end: int, rules: DealRules, context: Context) -> list[tuple[int, int]]:
    """The clauses of an item that each tell what a firm will bring another ("X sells A to Y, Z sells B to W")."""
    cuts = [(start + a, start + b) for a, b in _clauses(text[start:end], rules)]
    each = len(cuts) > 1 and all(one_of_sum(text[a:b], rules, context) for a, b in cuts)
    return cuts if each else [(start, end)]


def _clauses(text: str, rules: DealRules) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in rules.scope.clause.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _stands_alone(clause: str, rules: DealRules, context: Context) -> bool:
    """Does the clause tell a deal of its own, by a noun or by sides, rather than go on about its neighbour's?"""
    deal = read_deal(clause, rules)
    if deal is None:
        # "It remains in force, both stress; the volumes were waived by an amendment": two deals
        still = read_deal(clause, rules, inherited=True) if rules.scope.anaphora.match(clause) else None
        return still is not None and still.status == "in_force"
    if deal.status == "planned" and deal.own_noun:
        # "…; the papers are to be signed in May": when what was just told will be signed
        return rules.scope.bare.match(clause) is None or bool(context.parties(clause, (deal.start, deal.end)))
    if deal.own_noun or deal.status == "denied":
        return True
    return bool(context.parties(clause, (deal.start, deal.end)))


def _denied_once(text: str, own: list[tuple[int, int]], rules: DealRules, context: Context) -> list[tuple[int, int]]:
    """The clauses but for one that only denies again what the one before does ("…, and X says there are no talks")."""
    kept = own[:1]
    for (a, b), (start, end) in pairwise(own):
        one, other = read_deal(text[a:b], rules), read_deal(text[start:end], rules)
        if one and other and one.status == other.status == "denied" and not other.own_noun:
            names = {party.name for party in context.parties(text[a:b], (one.start, one.end))}
            if {party.name for party in context.parties(text[start:end], (other.start, other.end))} <= names:
                continue
        kept.append((start, end))
    return kept


def _elliptic(
    text: str, parts: list[tuple[int, int]], own: list[tuple[int, int]], rules: DealRules
) -> tuple[int, int] | None:
    """A clause that leaves its verb to the one before it.

    "…, а X и Y — договор о …", «…, протокол о … — X и Y», "…, в том числе договор о …", "… and another with Z".
    """
    if len(own) != 1:
        return None
    for start, end in parts:
        dash = _DASH.search(text[start:end])
        if start >= own[0][1] and (rules.scope.among.match(text, start) or rules.scope.one_more.match(text, start)):
            return start, end
        if (
            start >= own[0][1]
            and dash
            and any(rules.noun.match(folded(text[at:end])) for at in (start, start + dash.end()))
        ):
            return start, end
    return None


def _unit(sentence: Sentence, rules: DealRules, start: int, end: int, *, first: bool) -> Unit:
    """The stretch without what parts it from its neighbours, and the mark that opens a line of a list."""
    text = sentence.text
    while start < end and (text[start].isspace() or text[start] in _OPENING):
        start += 1
    dangling = rules.scope.dangling.search(text, start, end)
    end = dangling.start() if dangling else end
    return Unit(sentence, sentence.start + start, sentence.start + end, text[start:end], first)
