"""A deal between a Chinese and a Russian side makes its article relevant, however little else it says of trade.

Short notes of two firms' contract name few goods, and a local outlet seldom names its own country: in a Russian text
a partner from Dalian signs with "the company", in a Chinese one with 俄方.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from transform.agreements.find import find_agreements
from transform.agreements.rules import deal_rules
from transform.agreements.sectors import find_sectors
from transform.agreements.status import folded
from transform.developments.rules import development_rules
from transform.names.gazetteer import gazetteer
from transform.names.home_names import names_russian
from transform.names.origin import HOME
from transform.names.transcription import LANGUAGES, names_chinese
from transform.periods.days import publication_day
from transform.periods.find import find_periods
from transform.records import PAIR, Agreement, Article
from transform.screening.history import LONG_PAST, tells_history
from transform.screening.parts import NO_THIRD, OTHERS
from transform.screening.sides import sides_of
from transform.screening.topics import find_cues, numbers_of, tells_business, tells_trips, without_travel_bodies
from transform.text.folding import fold
from transform.text.sentences import Sentence

#: Both of them, as `sides_of` counts.
_BOTH = 3
#: Codes of places that make no third country.
_CHINESE = NO_THIRD | {None}
#: Matters in which sides agree on other things than trade.
_APART = numbers_of("sport", "culture", "military", "science")
#: Of these the matters whose things are bought and sold: rockets, drones.
_SOLD = numbers_of("military", "science")
#: Culture, learning and sport, of which some is business.
_SHOWN = numbers_of("culture", "sport")
#: Branches that say nothing of trade by themselves.
_FAINT = frozenset(("education", "tourism", "services"))
#: Papers that are signed over goods and money, whatever they are called after.
_BUSINESS = frozenset(("contract", "loan", "joint_venture"))
#: What becomes of a deal: it was one of trade where the story is.
_FOLLOWED = frozenset(("in_force", "ended", "denied"))
#: Paragraphs in which a story or a digest tells its deals; what stands further down is an aside.
_OPENING = 8
#: Characters in which a short note names its sides.
_LEAD = 1000
#: Between two lands of a row.
_ROW = re.compile(r",? (?:и |в )*|, ")
REASON = "tells a deal between a Chinese and a Russian side"


def may_tell_one(title: str, body: str, language: str | None) -> bool:
    """Does a text that names one side only speak of a deal, with its own country left unsaid?

    In English, which is nobody's own here, the name of a firm tells the other side.
    """
    if language is None or language not in ("en", *HOME):
        return False
    text = f"{title}\n{body}"
    if not deal_rules(language).prefilter.any_in(text):
        return False
    others = PAIR - {HOME.get(language)}
    return all(_names(text, country, language, lead=_LEAD) for country in others)


def _names(text: str, country: str, language: str, lead: int | None = None) -> bool:
    """Does a text name a country, or a firm plainly of it, this in its first `lead` characters?"""
    if gazetteer().names_which(text, language, (country,)):
        return True
    if language not in LANGUAGES:
        return False
    return (names_chinese if country == "CN" else names_russian)(text[:lead], language)


def binding(article: Article, parts: Sequence[Sentence], language: str) -> Agreement | None:
    """The first deal of trade that binds a Chinese side to a Russian one, told in the article's opening; else None."""
    if of_others(article.title, language) or tells_history(article.published, parts):
        return None
    apart = _matters_apart(article.title, language)
    opening = [part for part in parts if part.paragraph < _OPENING]
    if not (_may_tell_any(opening, language) and _may_be_business(apart, opening, language)):
        return None
    # Only patterns are so sure that they outweigh a whole text: signs learned what is likely from stories of trade.
    agreements = find_agreements(article, opening, language, weigh=False)
    for deal in agreements:
        if _of_long_ago(deal, article, language):
            continue
        around = _around(deal, article.title, opening)
        business = not apart or (deal.type in _BUSINESS and _countries(deal).issuperset(PAIR))
        if _shown(apart) or (apart <= _SOLD and not business):
            business = tells_business(deal.quote, language)
        if not (business and _sides(deal, around, language)):
            continue
        if _of_trade(deal, around, language) or _goes_on_to_trade(deal, opening, language):
            return deal
    return None


def _of_long_ago(deal: Agreement, article: Article, language: str) -> bool:
    """Are all the times that the deal's sentence names long past?"""
    published = publication_day(article.published)
    if published is None:
        return False
    last = max((period.last for period in find_periods(deal.quote, language, published)), default=None)
    return last is not None and int(last[:4]) < published.year - LONG_PAST


def _may_tell_any(opening: Sequence[Sentence], language: str) -> bool:
    """Is there a word of deals?"""
    text = "\n".join(part.text for part in opening)
    return deal_rules(language).prefilter.any_in(text)


def _may_be_business(apart: frozenset[int], opening: Sequence[Sentence], language: str) -> bool:
    """May a deal told under a headline of these matters be one of business?

    A rover is sold under a contract, whatever its headline sounds like, a vaccine made under a licence, seats of
    learning found an institute, and rights in films and matches are sold.
    """
    text = "\n".join(part.text for part in opening)
    if not apart or (apart <= (_SHOWN | _SOLD) and tells_business(text, language)):
        return True
    papers = (noun for kind, noun in deal_rules(language).types.items() if kind in _BUSINESS)
    return apart <= _SOLD and any(noun.search(folded(text)) for noun in papers)


def _shown(apart: frozenset[int]) -> bool:
    """Are these matters of culture, learning or sport alone?"""
    return bool(apart) and apart <= _SHOWN


def _around(deal: Agreement, title: str, opening: Sequence[Sentence]) -> str:
    """The headline, and of the opening the deal's paragraph with its neighbours."""
    at = next((part.paragraph for part in opening if part.field == deal.field and deal.start < part.end), 0)
    return "\n".join([title, *(part.text for part in opening if abs(part.paragraph - at) <= 1)])


def of_others(title: str, language: str) -> bool:
    """Does the headline name a third country and one of the pair at most, so that the story's deals are theirs?

    Not one that goods only pass through («Метанол поедет через Достык»).
    """
    way = development_rules(language).way
    mentions = [one for one in gazetteer().find(title, language) if not way.search(folded(title[: one.start]))]
    named = {mention.entity.country for mention in mentions} - _CHINESE
    others = bool(named - PAIR) or any(mention.entity.id in OTHERS for mention in mentions)
    return others and not named.issuperset(PAIR)


def _apart(text: str, language: str) -> bool:
    """Does it speak of matters in which sides agree on other things than trade?"""
    return bool(_matters_apart(text, language))


def _matters_apart(text: str, language: str) -> frozenset[int]:
    return matters(text, language) & _APART


def matters(text: str, language: str) -> frozenset[int]:
    """The numbers of the matters that its words tell, as `topics` counts them."""
    told = without_travel_bodies(fold(text), language)
    return frozenset(topic for _, topics in find_cues(told, language) for topic in topics)


def _sides(deal: Agreement, around: str, language: str) -> bool:
    """Does the deal bind both? In a local outlet also where one side's country shows elsewhere around it."""
    countries = {party.country for party in deal.parties}
    home = HOME.get(language)
    if countries - {None} == PAIR:
        return not _home_only_guessed(deal, around, language)
    if not countries:
        return _headed(deal, around.partition("\n")[0], language)
    if home is None:
        return 2 <= len(deal.parties) <= 3 and _other_side_shows(deal, countries - {None}, around, language)
    other = "CN" if home == "RU" else "RU"
    if len(deal.parties) == 1:
        # "A contract with the Chinese trader ITG" was signed, "the order for motors from Changchun is under way": by
        # whom, or with whom, goes without saying, where it is news.
        named = {mention.entity.country for mention in gazetteer().find(around, language)} - {None}
        told = f"{around.partition(chr(10))[0]}\n{deal.quote}"
        shown = countries == {other} or _names(told, other, language)
        return (deal.new or deal.status == "in_force") and shown and named <= PAIR
    # No third country may stand near, but for a headline that names the other or, of a side known, its own sentence.
    title = around.partition("\n")[0]
    told = f"{title}\n{deal.quote}"
    told = told if _names(title if countries == {None} else told, other, language) else around
    named = {mention.entity.country for mention in gazetteer().find(told, language)} - _CHINESE
    return None in countries and named <= PAIR and _names(around, other, language)


def _home_only_guessed(deal: Agreement, around: str, language: str) -> bool:
    """Is an unlisted firm Russian only since nothing tells else, while a third country that it may be of is near it?

    Not where a Chinese place stands in the headline.
    Minsk's or Ashgabat's firms are named in Russian like Russia's own, Delhi's are not; Chinese tells foreign names
    apart.
    """
    home = HOME.get(language)
    own = [party for party in deal.parties if party.country == home]
    if home != "RU" or any(party.id for party in own):
        return False
    named = _may_be_homes(around, language)
    title = around.partition("\n")[0]
    # Where the deal's sentence is plain of China, only a third country that it may be of speaks against it.
    third = named & _named_alike() if _names(deal.quote, "CN", language) else named - _CHINESE - PAIR
    near = bool(third) and not _names(title, "CN", language)
    return near and not _names(f"{title}\n{deal.quote}", home, language)


def _may_be_homes(text: str, language: str) -> set[str | None]:
    """The countries that a text names, but for several in a row: a firm has one home, and has worked in many lands."""
    mentions = list(gazetteer().find(text, language))
    in_rows: set[int] = set()
    for number, (one, other) in enumerate(pairwise(mentions)):
        if {one.entity.country, other.entity.country}.isdisjoint(PAIR) and _ROW.fullmatch(text[one.end : other.start]):
            in_rows |= {number, number + 1}
    return {mention.entity.country for number, mention in enumerate(mentions) if number not in in_rows}


def _headed(deal: Agreement, title: str, language: str) -> bool:
    """Does the headline name both sides of a deal whose sentence names none ("the line gave up its berth")?"""
    if not deal.new or deal.status not in ("ended", "denied", "in_force"):
        return False
    return {mention.entity.country for mention in gazetteer().find(title, language)} - {None} == PAIR


def _other_side_shows(deal: Agreement, named: Collection[str | None], around: str, language: str) -> bool:
    """Is one side of the pair, the other's country untold, while both nations and no third are named around it?

    Its headline and sentence may do so by themselves. What becomes of a deal may be told without either country, of
    firms that were placed when they signed.
    """
    if len(named) > 1 or not deal.new or (not named and deal.status not in _FOLLOWED):
        return False
    # Behind the news that talks are off stands where each will look instead.
    told = around.partition(deal.quote)[0] + deal.quote if deal.status in ("ended", "denied") else around
    itself = f"{around.partition(chr(10))[0]}\n{deal.quote}"
    return (_of_pair(told, language) and _names_both(around, language)) or (
        _of_pair(itself, language) and _names_both(itself, language)
    )


def _of_pair(text: str, language: str) -> bool:
    """Does it name no third country?"""
    return {mention.entity.country for mention in gazetteer().find(text, language)} - {None} <= PAIR


def _names_both(text: str, language: str) -> bool:
    """Does it name both nations? A firm's home shows by the money that it is paid in as well."""
    return sides_of(text, fold(text), language, gazetteer())[1] == _BOTH


def _of_trade(deal: Agreement, around: str, language: str) -> bool:
    branches = set(find_sectors(deal.quote, language)) - _FAINT
    if _apart(deal.quote, language):
        # Universities that sign over ships for a yard, for money, or to found an institute do business; over students
        # they don't.
        both = {party.country for party in deal.parties}.issuperset(PAIR)
        return tells_business(deal.quote, language) or (bool(branches or deal.value) and both)
    bound = len(deal.parties) >= 2 and not _FAINT.issuperset(deal.sectors)
    if deal.type in _BUSINESS and (bound or any(party.country for party in deal.parties)):
        return True
    firms = any(party.id and party.id.startswith(("company:", "bank:")) for party in deal.parties)
    binds = _countries(deal).issuperset(PAIR)
    told = f"{around.partition(chr(10))[0]}\n{deal.quote}"
    other = {"RU": "CN", "CN": "RU"}.get(HOME.get(language, ""))
    if binds or (deal.status in _FOLLOWED and other and _names(told, other, language)):
        branches |= set(deal.sectors) - _FAINT
    # Two firms that deny or end a deal had one of business in mind where nothing says otherwise.
    unlisted = binds and deal.status in ("denied", "ended") and all(party.id is None for party in deal.parties)
    goods = any(one.startswith("commodity:") for one in deal.subjects)
    sold = binds and (goods or tells_business(deal.quote, language))
    # A protocol on travel is one of trade where it says how many sailings or guests there will be, and who brings them.
    sold = sold or (binds and "tourism" in deal.sectors and tells_trips(around, language))
    return firms or unlisted or sold or deal.value is not None or bool(branches)


def _goes_on_to_trade(deal: Agreement, opening: Sequence[Sentence], language: str) -> bool:
    """Does the next sentence tell goods or a branch, where the deal's own says of no matter what it is about?

    "The two signed their long-awaited agreement on Tuesday. Toys and drills need no second test."
    """
    if (
        _apart(deal.quote, language)
        or not set(deal.sectors) <= _FAINT
        or set(find_sectors(deal.quote, language)) - _FAINT
    ):
        return False
    if len(deal.parties) < len(PAIR) or deal.status != "signed" or not deal.new:
        return False
    behind = next((part for part in opening if part.field == deal.field and part.start >= deal.end), None)
    own = next((part for part in opening if part.field == deal.field and part.start <= deal.start < part.end), None)
    if behind is None or own is None or behind.paragraph != own.paragraph or _apart(behind.text, language):
        return False
    return bool(gazetteer().find(behind.text, language, kinds=("commodity",)))


def _countries(deal: Agreement) -> set[str | None]:
    """The countries of the sides that are no states themselves."""
    return {party.country for party in deal.parties if party.id not in PAIR}


@cache
def _named_alike() -> frozenset[str]:
    """Countries whose firms Russian names like Russia's own."""
    listed = gazetteer().entities.values()
    return frozenset(one.id for one in listed if one.kind == "country" and one.code == "RU")
