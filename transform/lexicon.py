"""The words of one language that type a figure, from `rules/figures/<language>.toml`, ready to search for."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from transform.cue import CueBook, fold
from transform.rules import NEVER, NOWHERE, load, pattern

_Labels = dict[str, tuple[str, ...]]


class PlaceRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the name of a land or place is told by its endings, or belongs to a firm; the file says what each is for."""

    adjective: re.Pattern[str] = NEVER
    locative: re.Pattern[str] = NEVER
    locative_adjective: re.Pattern[str] = NEVER
    instrumental: re.Pattern[str] = NEVER
    dative: re.Pattern[str] = NEVER
    between: re.Pattern[str] = NEVER
    severed: re.Pattern[str] = NEVER
    filed: re.Pattern[str] = NEVER
    crossing: re.Pattern[str] = re.compile(r"[-\s]+")
    joined: re.Pattern[str] = NEVER
    firm_after: re.Pattern[str] = NEVER
    latin_after: re.Pattern[str] = NEVER
    firm_before: re.Pattern[str] = NEVER
    quoted_on: re.Pattern[str] = NEVER


class TakenRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands behind a percentage or a sum of which a text tells whose or what for; the file says what each is."""

    of_named: re.Pattern[str] = NEVER
    of_firm: re.Pattern[str] = NEVER
    money_of: re.Pattern[str] = NEVER
    called: re.Pattern[str] = NEVER


class Traits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the language is written: `step` characters weigh as much as one step away from a number."""

    home: str
    spaced: bool
    step: int
    reached: tuple[str, ...]
    amount_of_change: tuple[str, ...]
    filler: tuple[str, ...]
    time_units: tuple[str, ...]
    from_date: tuple[str, ...]
    starting: tuple[str, ...]
    #: words before the amount of a year earlier, however far the one that it is set against
    came_from: tuple[str, ...]
    turns: tuple[str, ...]
    set_off: tuple[str, ...]
    versus: tuple[str, ...]
    breaks: dict[str, float]
    #: longest stretch between a change and the amount that it started from ("to 8.4 million tonnes from"); 0 for none
    start_gap: int = 0
    #: does a span right after a number date it rather than one before?
    dated_after: bool = False
    #: a change of a duty always has a word of `amount_of_change`
    by_needed: bool = False
    #: right behind a change: it is counted from a day and not from a year before
    since: tuple[str, ...] = ()
    #: words for oil, which is pressed where seeds were told and no crude
    pressed: tuple[str, ...] = ()
    #: behind an amount and before goods: they are only the first of those that it is made up of
    first_of: tuple[str, ...] = ()
    #: right before a percentage: a duty moves by it as well
    duty_moved: tuple[str, ...] = ()
    #: right before the rate of a duty ("a duty of 30%"), which is no change of it
    rate_of: tuple[str, ...] = ()
    #: capitalised words after a place that leave it a place ("Harbin Customs"); others make it part of a firm's name
    titles: tuple[str, ...] = ()
    #: what a noun counts where its unit is bare: shops are opened, payments settled
    counted: dict[str, tuple[str, ...]] = {}
    #: an expression right behind a percentage of what it is a share of
    taken_of: str = NOWHERE
    #: an expression right before an amount by which something grew or fell, without `amount_of_change`
    added: str = NOWHERE
    #: expressions before and behind a sum by which a price moved ("moved up | $14 | to $246"), not where it came to
    moved_by: str = NOWHERE
    moved_to: str = NOWHERE
    #: (Chinese only) a part in words, and what stands before one of a whole; behind an amount, how far a price may go;
    #: behind a change, which way it went; between a word of rise or fall and the amount of it
    parts: str = NOWHERE
    #: a date right before its number, in an attribute of it
    date_of: str = NOWHERE
    #: right before a number: the share spoken of is so much
    amounts_to: str = NOWHERE
    of_all: str = NOWHERE
    room: str = NOWHERE
    move_behind: str = NOWHERE
    adjoining: str = NOWHERE
    #: an expression before an amount told as the average of some time
    averaged: str = NOWHERE
    #: an expression right behind a percentage by which a fee is dearer
    dearer: str = NOWHERE
    #: right behind a time: nothing of the kind was done then («в 2019 году не поставлялась»)
    nothing: str = NOWHERE
    #: right behind a number, before the day on which a rate begins
    begins: str = NOWHERE
    #: expressions before the year for which a deal provides the goods, and such a year with its word
    provided_in: str = NOWHERE
    provided: str = NOWHERE
    #: parts of words for what a maker makes and sells, of which buyers abroad take a part
    made: tuple[str, ...] = ()
    #: before a date that opens a clause: what its change is measured against
    compared_with: tuple[str, ...] = ()
    #: what a percentage can be taken of, by metric: "84 percent of that market"
    whole: dict[str, tuple[str, ...]] = {}
    #: what a sum stands before as its size, by metric: "a $400 billion gas deal"; what opens such a name, and what
    #: it does not hold
    sized: dict[str, tuple[str, ...]] = {}
    sized_after: tuple[str, ...] = ()
    unsized: tuple[str, ...] = ()
    #: nouns that make a contract of a word of trade right before them (供货|合同, "supply contract")
    deal_nouns: tuple[str, ...] = ()
    #: with what begins a word for a deal that its buyer tells of ("purchase contract"): its goods are imports
    buying: tuple[str, ...] = ()
    #: words for a firm, after which its name stands ("the Harbin firm Longyuan")
    firm_words: tuple[str, ...] = ()
    #: words by which what is counted came or worked within the span told (新增|21家企业, 有实绩的企业|346家)
    anew: tuple[str, ...] = ()
    #: an expression for the rest of a firm's name, behind the place with which it begins (大连|宏泰贸易公司)
    firm_named: str = NOWHERE
    #: a sentence that opens so goes on about what the one before spoke of
    goes_on: tuple[str, ...] = ()
    #: nouns that count whatever was spoken of: "9,870 units"
    pieces: tuple[str, ...] = ()
    #: before a place: it only tells where another one lies, or whose branch it is; and behind a place
    beside: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    #: words of moving goods that take the side of whoever reports: "deliveries" are imports to Chinese customs
    neutral: tuple[str, ...] = ()
    #: parts of words for cargo of all kinds: tonnes of it are not the headline's goods
    cargo: tuple[str, ...] = ()
    #: the very nouns for trade that goes one way, which make exports or imports of boxes as well
    trade_nouns: tuple[str, ...] = ()
    #: words of goods that may stand for a narrower kind told before: "the metal" of a story about aluminium
    loose: tuple[str, ...] = ()
    #: words of going and coming that tell of freight where freight is told
    moving: tuple[str, ...] = ()
    #: parts of nouns for people on the way, who are counted within the span spoken of
    visitors: tuple[str, ...] = ()
    #: parts of words of sowing and reaping: hectares beside them tell of what is made
    sown: tuple[str, ...] = ()
    #: before an amount of a year earlier that no date of its own tells («930 млн против 1,86 млрд»)
    set_against: tuple[str, ...] = ()
    #: parts of words by which one thing outdoes another at the same time («оборот юаня превысил оборот доллара»)
    outdone: tuple[str, ...] = ()
    #: who takes part from either side, wherever it is: 中方出资占60%
    partners: tuple[str, ...] = ()
    #: words of signing, before which a month tells when it was done (5月与某公司签订)
    signing: tuple[str, ...] = ()
    #: words of deals and talks: an amount behind them that no time is told of is what they provide for
    terms: tuple[str, ...] = ()
    #: right before an earlier time that is set against the one told before: 今年6月占75%，而|2021年底不到2%
    contrasts: tuple[str, ...] = ()
    #: words by which a clause goes on about the time just named: «чем годом ранее, когда отгрузили 57 тыс.»
    back_when: tuple[str, ...] = ()
    #: expressions for the forms of verbs that tell what was, what is and what shall be
    tenses: dict[str, str] = {}
    #: before an earlier span of which a ratio behind it tells the measure: 不及|去年同期的一半
    measured_by: tuple[str, ...] = ()


class FigureRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The groups of cues of `rules/figures`; every language has the same groups."""

    traits: Traits
    metric: _Labels
    hint: _Labels
    goods: _Labels
    side: _Labels
    course: _Labels
    prep: _Labels
    turn: _Labels
    rates: _Labels
    share: _Labels
    compare: _Labels
    earlier: _Labels
    event: _Labels
    basis: _Labels
    unit_price: _Labels
    rate: _Labels
    here: _Labels
    finance: _Labels
    plan: _Labels
    actor: _Labels
    market: _Labels
    noise: _Labels
    bridge: _Labels
    source: _Labels
    places: PlaceRules = PlaceRules()
    taken: TakenRules = TakenRules()


#: Groups that are looked up beside a number rather than searched for in the whole sentence.
_LOCAL = ("traits", "places", "taken", "prep", "unit_price")
_GROUPS = tuple(name for name in FigureRules.__struct_fields__ if name not in _LOCAL)


class Lexicon:
    """Rules of one language with their automaton and the expressions that look beside a number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rules = load("figures", language, FigureRules, pattern)
        self.spaced = self.rules.traits.spaced
        self.filler = frozenset(self.rules.traits.filler)
        self.home = self.rules.traits.home
        self.neutral = frozenset(self.rules.traits.neutral)
        self.moving = frozenset(self.rules.traits.moving)
        self.step = float(self.rules.traits.step)
        going = self._any(self.rules.traits.goes_on)
        self.goes_on = re.compile(rf"(?:{going})\b" if going else NOWHERE)
        self.wholes = {fold(word): metric for metric, words in self.rules.traits.whole.items() for word in words}
        self.sizes = {fold(word): metric for metric, words in self.rules.traits.sized.items() for word in words}
        self.sized = self._sized() if self.sizes else None
        self.opens_size = self._before(self.rules.traits.sized_after)
        self.whole = re.compile(rf"\b(?:{self._any(tuple(self.wholes))})\b") if self.wholes else None
        titles = "|".join(self.rules.traits.titles)
        self.title = re.compile(rf"(?:{titles})\b" if titles else NOWHERE)
        self.anew = re.compile(self._any(self.rules.traits.anew) or NOWHERE)
        named = self.rules.traits.firm_named
        self.of_name = re.compile(rf" (?!(?:{titles})\b)[A-Z][a-z]{{2,}}" if titles else named)
        self.start_gap = self.rules.traits.start_gap
        self.dated_after = self.rules.traits.dated_after
        groups = {name: getattr(self.rules, name) for name in _GROUPS}
        self.book = CueBook(groups, spaced=self.spaced)
        self.reached = self._before(self.rules.traits.reached)
        self.starting = self._before(self.rules.traits.starting)
        rates = self.rules.traits.rate_of
        self.rate_of = self._before(rates) if rates else NEVER
        compared = self._any(self.rules.traits.compared_with)
        self.compared_with = re.compile(rf"\W*(?:а |но |и )?(?:{compared})\s" if compared else NOWHERE)
        self.taken_of = re.compile(self.rules.traits.taken_of)
        self.added = re.compile(self.rules.traits.added)
        self.parts = re.compile(self.rules.traits.parts)
        self.date_of = re.compile(self.rules.traits.date_of)
        self.amounts_to = re.compile(self.rules.traits.amounts_to)
        self.of_all = re.compile(self.rules.traits.of_all)
        self.room = re.compile(self.rules.traits.room)
        self.move_behind = re.compile(self.rules.traits.move_behind)
        self.adjoining = re.compile(self.rules.traits.adjoining)
        self.moved_by = re.compile(self.rules.traits.moved_by)
        self.moved_to = re.compile(self.rules.traits.moved_to)
        self.averaged = re.compile(self.rules.traits.averaged)
        self.dearer = re.compile(self.rules.traits.dearer)
        self.begins = re.compile(self.rules.traits.begins)
        self.nothing = re.compile(self.rules.traits.nothing)
        self.provided_in = re.compile(self.rules.traits.provided_in)
        self.provided = re.compile(self.rules.traits.provided)
        self.came_from = self._before(self.rules.traits.came_from)
        self.turns = frozenset(fold(word) for word in self.rules.traits.turns)
        self.set_off = re.compile(rf"[\s,，]*(?:{self._any(self.rules.traits.set_off)})")
        self.versus = re.compile(rf"(?:{self._any(self.rules.traits.versus)})" + (r"(?!\w)" if self.spaced else ""))
        self.outdone = re.compile("|".join(fold(word) for word in self.rules.traits.outdone) or NOWHERE)
        self.partners = frozenset(fold(word) for word in self.rules.traits.partners)
        self.signing = re.compile(self._any(self.rules.traits.signing) or NOWHERE)
        self.terms = re.compile(self._any(self.rules.traits.terms) or NOWHERE)
        when = self._any(self.rules.traits.back_when)
        self.back_when = re.compile(rf",\s(?:{when})\b(?:[^.;]|\.(?=\d))*$" if when else NOWHERE)
        self.contrast = self._before(self.rules.traits.contrasts) if self.rules.traits.contrasts else NEVER
        measured = self._any(self.rules.traits.measured_by)
        self.measured_by = re.compile(
            rf"(?:{measured})[^,，。;；0-9]{{0,4}}(?:\d{{4}}年)?[^,，。;；0-9]{{2,6}}的$" if measured else NOWHERE
        )
        self.set_against = frozenset(fold(word) for word in self.rules.traits.set_against)
        self.set_behind = tuple(f" {word}" for word in self.set_against)
        self.amount_of_change = self._before(self.rules.traits.amount_of_change)
        since = self._any(self.rules.traits.since)
        self.since = re.compile(rf"(?:\s(?:in|by|to)\s[a-z]+)?\s(?:{since})\b" if since else NOWHERE)
        first = self._any(self.rules.traits.first_of)
        self.first_of = re.compile(rf"[^.;]{{0,48}}?[,(\s](?:{first})\s(?:the\s|of\s)?" if first else NOWHERE)
        moved = self.rules.traits.duty_moved
        self.duty_moved = self._before(moved) if moved else NEVER
        self.prepositions = {
            fold(word): role for role in ("from", "to", "in", "with") for word in self.rules.prep.get(role, ())
        }
        self.places = self.rules.places
        self.taken = self.rules.taken
        self.asked = self.rules.prep.get("asked", ())
        self.skipped = frozenset(self.rules.prep["skip"])
        nouns = self._any(self.rules.traits.trade_nouns)
        edge = r"(?!\w)" if self.spaced else ""
        self.tenses = {name: re.compile(f"(?:{verb}){edge}") for name, verb in self.rules.traits.tenses.items()}
        self.trade_noun = re.compile(rf"(?:{nouns}){edge}" if nouns else NOWHERE)
        deals = self._any(self.rules.traits.deal_nouns)
        self.deal_noun = re.compile(rf"\s?(?:{deals})" if deals else NOWHERE)
        self.buying = re.compile(self._any(self.rules.traits.buying) or NOWHERE)
        self.spans = re.compile(rf"\s?(?:{self._any(self.rules.traits.time_units)})")
        self.from_date = self._before(self.rules.traits.from_date)
        self.actors = re.compile(rf"\s?(?:{self._any(self.rules.prep['actors'])})")
        self.buyers = re.compile(rf"\s?(?:{self._any(self.rules.prep['buyers'])})")
        suppliers = self._any(self.rules.prep.get("suppliers", ()))
        self.supplied = re.compile(rf"['’]s(?:\s[\w-]+){{0,4}}?\s(?:{suppliers})\b" if suppliers else NOWHERE)
        self.no_way = frozenset(fold(word) for word in self.rules.prep.get("no_way", ()))
        listing = self._any(self.rules.prep.get("listing", ()))
        joints = rf",?\s(?:{listing})\s|,\s" if self.spaced else listing
        self.listed = re.compile(joints if listing else NOWHERE)
        customers = self.rules.prep.get("customers")
        self.customers = re.compile(rf"\s(?:{self._any(customers)})\b" if customers else NOWHERE)
        markets = self._any(self.rules.prep.get("markets", ()))
        of_goods = rf"\s[\w-]+\s(?:{markets})\b" if self.spaced else f"[一-鿿]{{0,4}}?(?:{markets})"
        self.market_of = re.compile(of_goods if markets else NOWHERE)
        beside = self._any(self.rules.traits.beside)
        self.beside = re.compile(rf"\b(?:{beside})\s(?:[a-z]+'s\s|the\s|its\s)?$" if beside else NOWHERE)
        branches = self._any(self.rules.traits.branches)
        self.branch = re.compile(rf"(?:'s)?\s?(?:{branches})\b" if branches else NOWHERE)
        before_name = self._any(tuple(self.prepositions))
        self.preposition = re.compile(rf"({before_name})$")
        self.price_after = re.compile(rf"\s?(?:{self._any(self.rules.unit_price['after'])})")
        before = self.rules.unit_price["before"]
        self.price_before = (
            re.compile(rf"{self._word}(?:{self._any(before)}){edge}[^,.;，。；]{{0,{28 if self.spaced else 14}}}$")
            if before
            else None
        )
        self.breaks = tuple(self.rules.traits.breaks.items())
        words = "|".join(re.escape(word) for word, _ in self.breaks)
        self.break_at = re.compile(words)

    @property
    def _word(self) -> str:
        return r"(?<!\w)" if self.spaced else ""

    def _any(self, patterns: tuple[str, ...]) -> str:
        longest = sorted((fold(p) for p in patterns), key=len, reverse=True)
        return "|".join(re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for p in longest)

    def _sized(self) -> re.Pattern[str]:
        """From behind a sum to the noun that it is the size of, over a sum in brackets and adjectives."""
        between = rf"(?:(?!(?:{self._any(self.rules.traits.unsized)})\b)[\w'-]+\s){{0,3}}?"
        return re.compile(rf"[\s-](?:\([^()]{{3,40}}\)\s)?{between}(?P<noun>{self._any(tuple(self.sizes))})\b")

    def _before(self, words: tuple[str, ...]) -> re.Pattern[str]:
        """One of the words, right before the place where a number starts."""
        return re.compile(rf"{self._word}(?:{self._any(words)})\s*(?:[(（]\s*)?$")


@cache
def lexicon(language: str) -> Lexicon:
    """The language's rules, compiled once."""
    return Lexicon(language)
