"""The words of one language that type a figure, from `rules/figures/<language>.toml`, ready to search for."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from transform.figures.sentence.credit_rules import credit_rules
from transform.figures.sentence.rules import FigureRules
from transform.rules import NOWHERE, load, pattern
from transform.text.cue import CueBook, fold

#: Groups that are looked up beside a number rather than searched for in the whole sentence.
_LOCAL = ("traits", "places", "taken", "prep", "unit_price", "framed", "framed_way", "no_figure")
_GROUPS = tuple(name for name in FigureRules.__struct_fields__ if name not in _LOCAL)


class Lexicon:
    """Rules of one language with their automaton and the expressions that look beside a number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rules = load("figures", language, FigureRules, pattern)
        #: what is used as the file has it
        self.traits, self.places, self.taken = self.rules.traits, self.rules.places, self.rules.taken
        self.home, self.spaced = self.traits.home, self.traits.spaced
        self._edge = r"(?!\w)" if self.spaced else ""
        self.book = self._book()
        self._open_clauses()
        self._name_firms()
        self._size_wholes()
        self._stand_before_numbers()
        self._tell_deals()
        self._lead_to_sides()
        self._price_units()
        self._frame_numbers()

    def _book(self) -> CueBook:
        """The words that are searched for in the whole sentence."""
        credit = credit_rules(self.language)
        groups = {name: getattr(self.rules, name) for name in _GROUPS}
        groups["source"] = {"lead": credit.lead, "said": (*credit.said, *credit.data)}
        return CueBook(groups, spaced=self.spaced)

    def _open_clauses(self) -> None:
        """What opens a sentence or clause, parts it from another, or tells its time."""
        traits = self.traits
        self.break_at = re.compile("|".join(re.escape(word) for word in traits.breaks))
        self.goes_on = re.compile(rf"(?:{self._any(traits.goes_on)})\b")
        self.back_when = re.compile(rf",\s(?:{self._any(traits.back_when)})\b(?:[^.;]|\.(?=\d))*$")
        self.set_off = re.compile(rf"[\s,，]*(?:{self._any(traits.set_off)})")
        self.tenses = {name: re.compile(f"(?:{verb}){self._edge}") for name, verb in traits.tenses.items()}
        self.spans = re.compile(rf"\s?(?:{self._any(traits.time_units)})")
        self.anew = re.compile(self._any(traits.anew))

    def _name_firms(self) -> None:
        """What tells a firm's name from a place's."""
        traits = self.traits
        titles, kinds = "|".join(traits.titles), "|".join(traits.firm_words)
        self.title = re.compile(rf"(?:{titles})\b" if titles else NOWHERE)
        self.introduced = re.compile(traits.introduced.replace("{kinds}", kinds)) if kinds else None
        self.of_name = re.compile(rf" (?!(?:{titles})\b)[A-Z][a-z]{{2,}}" if titles else traits.firm_named)

    def _size_wholes(self) -> None:
        """What a percentage is taken of, and what a sum is the size of."""
        traits = self.traits
        self.wholes = {fold(word): metric for metric, words in traits.whole.items() for word in words}
        # of "the plant's output" it is the output
        self.whole = re.compile(rf"\b(?:{self._any(tuple(self.wholes))})\b(?!['’]s )")
        self.sizes = {fold(word): metric for metric, words in traits.sized.items() for word in words}
        self.sized = self._sized() if self.sizes else None
        self.opens_size = self._before(traits.sized_after)

    def _stand_before_numbers(self) -> None:
        """What tells of a move, of an earlier amount or of what an amount is set against."""
        traits = self.traits
        self.reached = self._before(traits.reached)
        # "less than 17,000 tonnes" is no end of a move, "8% less than 17,000" is
        hedged = "".join(rf"(?<!(?<!%)(?<!cent)(?<!times) {fold(word)} )" for word in traits.hedged)
        self.starting = re.compile(self._before(traits.starting).pattern + hedged)
        self.rate_of = self._before(traits.rate_of)
        self.came_from = self._before(traits.came_from)
        self.from_date = self._before(traits.from_date)
        self.contrast = self._before(traits.contrasts)
        self.amount_of_change = self._before(traits.amount_of_change)
        self.turns = frozenset(fold(word) for word in traits.turns)
        self.set_against = frozenset(fold(word) for word in traits.set_against)
        self.set_behind = tuple(f" {word}" for word in self.set_against)
        self.versus = re.compile(rf"(?:{self._any(traits.versus)}){self._edge}")
        self.outdone = re.compile("|".join(fold(word) for word in traits.outdone) or NOWHERE)

    def _tell_deals(self) -> None:
        """What makes an amount one of trade or of a deal."""
        traits = self.traits
        self.signing = re.compile(self._any(traits.signing))
        self.terms = re.compile(self._any(traits.terms))
        self.buying = re.compile(self._any(traits.buying))
        self.trade_noun = re.compile(rf"(?:{self._any(traits.trade_nouns)}){self._edge}")
        self.deal_noun = re.compile(rf"\s?(?:{self._any(traits.deal_nouns)})")

    def _lead_to_sides(self) -> None:
        """What stands beside a side and tells its role, or that it has none."""
        prep, roles = self.rules.prep, ("from", "to", "in", "with")
        self.partners = frozenset(fold(word) for word in self.traits.partners)
        self.prepositions = {fold(word): role for role in roles for word in prep.get(role, ())}
        self.preposition = re.compile(rf"({self._any(tuple(self.prepositions))})$")
        self.asked = prep.get("asked", ())
        self.skipped = frozenset(prep["skip"])
        self.no_way = frozenset(fold(word) for word in prep.get("no_way", ()))
        self.actors = re.compile(rf"\s?(?:{self._any(prep['actors'])})")
        self.buyers = re.compile(rf"\s?(?:{self._any(prep['buyers'])})")
        suppliers, markets = self._any(prep.get("suppliers", ())), self._any(prep.get("markets", ()))
        self.supplied = re.compile(rf"['’]s(?:\s[\w-]+){{0,4}}?\s(?:{suppliers})\b")
        self.customers = re.compile(rf"\s(?:{self._any(prep.get('customers', ()))})\b")
        # right before a name: «покупателям из |», "customers from |"
        self.customers_of = re.compile(rf"\b(?:{self._any(prep.get('customers', ()))}) \w+ $")
        of_goods = rf"\s[\w-]+\s(?:{markets})\b" if self.spaced else f"[一-鿿]{{0,4}}?(?:{markets})"
        self.market_of = re.compile(of_goods)
        listing = self._any(prep.get("listing", ()))
        joints = rf",?\s(?:{listing})\s|,\s" if self.spaced else listing
        self.listed = re.compile(joints if prep.get("listing") else NOWHERE)

    def _price_units(self) -> None:
        """What makes money the price of one."""
        before, after = self.rules.unit_price["before"], self.rules.unit_price["after"]
        self.price_after = re.compile(rf"\s?(?:{self._any(after)})")
        near = rf"[^,.;，。；]{{0,{28 if self.spaced else 14}}}$"
        opened = rf"{self._word}(?:{self._any(before)}){self._edge}{near}"
        self.price_before = re.compile(opened) if before else None

    def _frame_numbers(self) -> None:
        """Turns of phrase about a number that tell outright what it is."""
        rules = self.rules
        self.framed, self.framed_way = rules.framed, rules.framed_way
        self.no_figure = re.compile("|".join(chain.from_iterable(rules.no_figure.values())) or NOWHERE)

    @property
    def _word(self) -> str:
        return r"(?<!\w)" if self.spaced else ""

    def _any(self, patterns: tuple[str, ...]) -> str:
        """An expression for any of the words, `*` for the rest of one; without words one that matches nowhere."""
        longest = sorted((fold(p) for p in patterns), key=len, reverse=True)
        return "|".join(re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for p in longest) or NOWHERE

    def _sized(self) -> re.Pattern[str]:
        """From behind a sum to the noun that it is the size of, over a sum in brackets and adjectives."""
        between = rf"(?:(?!(?:{self._any(self.traits.unsized)})\b)[\w'-]+\s){{0,3}}?"
        return re.compile(rf"[\s-](?:\([^()]{{3,40}}\)\s)?{between}(?P<noun>{self._any(tuple(self.sizes))})\b")

    def _before(self, words: tuple[str, ...]) -> re.Pattern[str]:
        """One of the words, right before the place where a number starts."""
        return re.compile(rf"{self._word}(?:{self._any(words)})\s*(?:[(（]\s*)?$")


@cache
def lexicon(language: str) -> Lexicon:
    """The language's rules, compiled once."""
    return Lexicon(language)
