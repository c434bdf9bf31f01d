"""The mentions of one article beside each other: sides that a sentence leaves to another, deals told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Party
from warehouse.register.contradiction import CALLED_SO, contradiction
from warehouse.register.known import Known
from warehouse.register.one_side import another_land, is_same, same_side
from warehouse.register.reading import Reading
from warehouse.register.weighing_value import worth_as_much
from warehouse.sides.sides import Side, sides
from warehouse.topics import other_goods

#: "Two protocols were signed" above their list; more than this is a forum's sum.
FEW = 4
#: So many days apart one outlet tells deals one by one and another their sum.
SUMMED_DAYS = 9
#: What a deal is called that no word tells the kind of.
_PLAIN = ("agreement", "contract")
#: A signing that papers date fewer days apart may be one: some give the day of their report.
APART_DAYS = 2


def implied_parties(readings: Iterable[Reading]) -> dict[int, tuple[Party, ...]]:
    """By mention: the sides that it leaves to the deal told before it in its article ("the two companies also …")."""
    by_article: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_article[reading.article_id].append(reading)
    found: dict[int, tuple[Party, ...]] = {}
    for told in by_article.values():
        told.sort(key=lambda one: (one.field != "title", one.start, one.mention_id))
        for index, reading in enumerate(told):
            if len(_concrete(reading)) >= 2 or reading.total or {party.id for party in reading.parties} >= PAIR:
                continue
            if reading.type == "intergovernmental" and not reading.parties:
                continue  # a treaty has no sides of a deal told before it
            before = [one for one in reversed(told[:index]) if _full(one)]
            after = [one for one in told[index + 1 :] if _full(one) and _is_among(reading, one)]
            lone = [one for one in reversed(told[:index]) if _concrete(one) and not one.total]
            nearest = next(iter((*before, *after, *lone)), None)
            if nearest is not None and (lent := _lent(reading, nearest)):
                found[reading.mention_id] = lent
    return found


def _is_among(reading: Reading, other: Reading) -> bool:
    """Are the sides that it names those of a deal told after it? Whom another firm deals with is none of its own."""
    return all(any(is_same(side, one) for one in _concrete(other)) for side in _concrete(reading))


def lent_to(readings: Sequence[Reading], asides: Sequence[Reading]) -> dict[int, tuple[Party, ...]]:
    """By mention, the sides that it leaves to its article's deals: an aside that names nobody, to those of one pair."""
    told: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        told[reading.article_id].append(reading)
    nameless = {one.mention_id: the_pair(told[one.article_id]) for one in asides if not one.parties}
    return {**implied_parties(readings), **nameless}


def the_pair(told: Iterable[Reading]) -> tuple[Party, ...]:
    """The two sides of an article's deals, where all are of one pair."""
    pairs = {frozenset(side.key for side in _concrete(one)): one.parties for one in told if _full(one)}
    return next(iter(pairs.values())) if len(pairs) == 1 else ()


def _full(reading: Reading) -> bool:
    return len(_concrete(reading)) >= 2 and not reading.total


def _concrete(reading: Reading) -> tuple[Side, ...]:
    return tuple(side for side in reading.sides if side.concrete)


def _lent(reading: Reading, other: Reading) -> tuple[Party, ...]:
    """All the other's sides where it names none of its own, else those of the other countries."""
    own = _concrete(reading)
    if not own:
        return other.parties
    countries = {side.country for side in own}
    names = {side.key for side in own}
    return tuple(
        party
        for party, side in zip(other.parties, (sides((one,), ())[0] for one in other.parties), strict=True)
        if side.country not in countries and side.key not in names
    )


def goes_on(reading: Reading, known: Known) -> bool:
    """Does a mention name no side but those of the deal told beside it, and no day, sum, goods, paper of its own?

    Sides that reading lent it are not named; a sentence that names none may dwell on another branch of the deal.
    """
    content = reading.topics
    if reading.total or known.total or content.another or reading.value is not None or contradiction(reading, known):
        return False
    if only_a_stage(reading):
        return reading.status != "negotiating" or reading.status in known.statuses
    if reading.new and reading.status not in known.statuses:
        return False
    kind = reading.type == "agreement" or reading.type in known.types or _founding(reading, known)
    day = reading.signed_on is None or reading.signed_on in known.signed_on
    named = [side for side in _concrete(reading) if side.key not in reading.unsaid]
    about = content.goods <= known.goods.keys() and (not named or content.field <= known.field.keys())
    nothing = about and content.numbers <= known.numbers and not content.spans
    elsewhere = another_land(reading, known.sides.values()) if len(named) == 1 else None
    return kind and day and nothing and not elsewhere and all(same_side(side, known) for side in named)


def dwells_on(reading: Reading, known: Known) -> bool:
    """Does a mention dwell on the deal told beside it: no side of its own, and nothing that sets it apart?

    "The governor called the deal a breath of air"; «„Соглашение с «Лутун» подписано“, — сказал гендиректор». Of what
    names nobody else, two deals of one article differ by day, place, sum, goods, kind of paper, or say that they do.
    """
    if reading.total or known.total or reading.topics.another or contradiction(reading, known):
        return False
    named = [side for side in _concrete(reading) if side.key not in reading.unsaid]
    if reading.status != "signed" or not reading.new:
        # Who is of neither country is no side of what goes on: an agency that told of it, a river, a report.
        named = [side for side in named if side.country is not None]
    if not all(same_side(side, known) for side in named) or another_land(reading, known.sides.values()):
        return False
    kind = reading.type == "agreement" or reading.type in known.types
    day = reading.signed_on is None or reading.signed_on in known.signed_on
    where = reading.places <= known.places
    sum_ = reading.value is None or any(worth_as_much(reading, *told) for told in known.values)
    return kind and day and where and sum_ and not other_goods(reading.topics.goods, known.goods)


def _founding(reading: Reading, known: Known) -> bool:
    """Is it the contract by which the venture told beside it was founded («Договор они подписали в мае»)?"""
    return not reading.new and reading.type == "contract" and set(known.types) == {"joint_venture"}


def only_a_stage(reading: Reading) -> bool:
    """Does it tell how talks go, or what becomes of a deal, and names nobody: no side, and not both nations?

    "The talks are at an early stage, and the engines are the main obstacle": those of the deal told before, whatever
    goods it dwells on.
    """
    if reading.status in ("planned", "signed") or reading.total or reading.value is not None or reading.topics.another:
        return False
    nations = {one.entity.id for one in gazetteer().find(reading.quote, reading.language, kinds=("country",))}
    return _names_none(reading) and not nations.issuperset(PAIR)


def talks_go_on(reading: Reading, others: Sequence[Reading]) -> bool:
    """Does it tell of talks beside other deals of its article, and name nobody by name whom these do not?

    "The yard and the carrier still discuss the terms of payment"; "the agency is to talk with an airline about winter".
    Talks on a deal of their own name whom they are with.
    """
    if reading.status != "negotiating" or reading.total or reading.topics.another or reading.value is not None:
        return False
    told = [side for one in others if one.mention_id != reading.mention_id for side in _concrete(one)]
    named = [side for side in _concrete(reading) if side.key not in reading.unsaid and not side.described]
    # Who is of neither country is no side: the agency that told of it, "the airline".
    return all(side.country is None or any(is_same(side, one) for one in told) for side in named)


def fits_better(other: Reading, reading: Reading, known: Known) -> float:
    """How surely the article tells the row's deal beside this one: of its type (1), or with its sides or day (2).

    "X and Y signed a memorandum on the 25th. Two days earlier they had signed a contract."
    """
    if reading.total or other.total or not reading.status == other.status == "signed":
        return 0.0
    if _beside_another(reading, other, known):
        return 2.0
    days = {one.signed_on for one in (reading, other) if one.signed_on}
    if other.new == reading.new and len(days) < 2:
        return 0.0
    # "They signed a memorandum in Moscow. A week earlier they had agreed on a train in Harbin": that is the row's.
    if reading.new and not other.new and reading.places and other.places & known.places > reading.places & known.places:
        return 1.0
    ours, theirs = _concrete(reading), _concrete(other)
    if _of_its_sum(other, reading, known):
        return 2.0
    if theirs and _of_its_day(other, reading, known) and all(same_side(side, known) for side in theirs):
        return 2.0
    if any(is_same(side, one) for side in ours for one in theirs) and _with_its_partner(ours, theirs, known):
        return 2.0
    # "An agreement on the 4th and a memorandum on the 5th": the row's agreement is no memorandum.
    apart = reading.type in CALLED_SO or "agreement" not in (reading.type, other.type)
    typed = apart and other.type in known.types
    shared = not theirs or not {side.key for side in ours}.isdisjoint(side.key for side in theirs)
    return float(typed and reading.type not in known.types and shared)


def _of_its_day(other: Reading, reading: Reading, known: Known) -> bool:
    """Was the other signed on the row's day, and this one on another?

    "On Thursday they signed a licence. On Tuesday they had agreed to make a film": the row is of that Tuesday.
    """
    days = known.signed_on
    return other.signed_on in days and reading.signed_on is not None and reading.signed_on not in days


def _of_its_sum(other: Reading, reading: Reading, known: Known) -> bool:
    """Does the other recall the row's deal by its sum, where this one was signed on another day and tells none?

    "Two days after an order for 120 million yuan, they signed an agreement on a repair base": the row is the order's.
    """
    if reading.corrects or other.new or not reading.new or other.value is None or reading.value is not None:
        return False
    days = [abs((reading.signed_on - day).days) for day in known.signed_on] if reading.signed_on else []
    return bool(days) and min(days) >= APART_DAYS and any(worth_as_much(other, *told) for told in known.values)


def _beside_another(reading: Reading, other: Reading, known: Known) -> bool:
    """Are the other's two sides the row's, and has this one another partner by name beside the side in common?

    An article calls a firm by one name: "The line signed with the port. Two days ago it had signed with the yard."
    """
    ours, theirs = _concrete(reading), _concrete(other)
    shared = [side for side in ours if any(is_same(side, one) for one in theirs)]
    mine = [side for side in ours if side not in shared]
    yours = [one for one in theirs if not any(is_same(side, one) for side in shared)]
    if not (len(shared) == len(mine) == len(yours) == 1) or same_side(mine[0], known):
        return False
    named = all(side.country == mine[0].country is not None and not side.described for side in (*mine, *yours))
    said = mine[0].key not in reading.unsaid and yours[0].key not in other.unsaid
    return named and said and all(same_side(side, known) for side in theirs)


def _with_its_partner(ours: Sequence[Side], theirs: Sequence[Side], known: Known) -> bool:
    """Do these sides lack one of the row's that the others name?"""
    mine, yours = ({same_side(side, known) for side in sides_} - {None} for sides_ in (ours, theirs))
    return len(ours) > len(mine) and mine < yours and len(yours) > 1


def recalls(reading: Reading) -> bool:
    """Does it look back on a deal whose sides it leaves to others ("a week earlier the two had signed a paper")?"""
    return not reading.new and not reading.total and _names_none(reading)


def _names_none(reading: Reading) -> bool:
    """Does its sentence name no side?"""
    return all(side.key in reading.unsaid for side in _concrete(reading))


def names_nobody(reading: Reading) -> bool:
    """Does it tell only kinds of sides ("a Novosibirsk factory did likewise"), and nothing else that tells a deal?"""
    named = [side for side in _concrete(reading) if side.key not in reading.unsaid]
    content = reading.topics
    nothing = reading.value is None and not (content.goods or content.numbers or content.spans or reading.signed_on)
    return bool(named) and nothing and not reading.total and all(side.described and not side.of_owner for side in named)


def compares(reading: Reading, others: Sequence[Reading]) -> bool:
    """Does it only compare the sum that its article tells with an earlier one ("a year ago it was one contract")?

    An earlier sum is of the same forum, whatever else is told of it.
    """
    if not any(one.total and one.new for one in others):
        return False
    if reading.total:
        return not reading.new and _names_none(reading)
    content = reading.topics
    about = content.goods | content.field | content.numbers | content.spans | reading.entities
    own = about or reading.places or reading.signed_on or reading.value is not None
    return reading.type in _PLAIN and recalls(reading) and reading.made is not None and not own


def sums_few(reading: Reading) -> bool:
    """Is it "two protocols were signed", whose deals may each be told?"""
    return reading.count is not None and 1 < reading.count <= FEW


def two_in_plural(reading: Reading) -> bool:
    """Does it name the two sides, one a nation, of papers that it does not count ("X signed contracts with Y")?"""
    named = _concrete(reading)
    nations = {side.country for side in named}
    return reading.count is None and len(named) == len(PAIR) and nations == PAIR and not reading.unsaid


def told_singly(reading: Reading, candidates: Iterable[Known]) -> list[str]:
    """The agreements that "two protocols were signed" sums up, where others told each of its sides' deals that day."""
    named = _concrete(reading)
    if reading.count is None or len(named) < 2:
        return []
    found = [
        known.agreement_id
        for known in candidates
        if not known.total
        and all(same_side(side, known) for side in named)
        and any(_news_beside(one, reading) for one in known.readings)
    ]
    return found if len(found) >= reading.count else []


def _news_beside(one: Reading, reading: Reading) -> bool:
    days_apart = abs(one.reported_at - reading.reported_at)
    return one.new and one.status == reading.status and days_apart <= timedelta(days=SUMMED_DAYS)


def _signatories(reading: Reading) -> frozenset[str]:
    return frozenset(side.key for side in _concrete(reading))


def sums_up(reading: Reading, others: Sequence[Reading]) -> bool:
    """True for "two protocols were signed" in an article that tells each of them."""
    keys = {side.key for side in _concrete(reading)}
    single = [one for one in others if one.article_id == reading.article_id and not one.total]
    if reading.count is None:
        # "A and B signed one after another"; "at the fair papers were signed", of which its article tells two or more
        named = len(keys) >= 2 and any(keys & {side.key for side in _concrete(one)} for one in single)
        return named or len({_signatories(one) for one in single if one.new and one.status == reading.status}) > 1
    if not sums_few(reading):
        return False
    alike = [one for one in single if not keys or keys & {side.key for side in _concrete(one)}]
    # "The delegation brought home two papers", of which its towns signed the one.
    beside = [one for one in single if one.new and one.status == reading.status]
    return len(alike) >= reading.count or len(beside) == reading.count
