"""The words of one language that type a figure, from `rules/figures/<language>.toml`, ready to search for."""

from __future__ import annotations

import re
from functools import cache

from transform.cue import CueBook, fold
from transform.figure_rules import FigureRules
from transform.rules import NEVER, NOWHERE, load, pattern

#: Groups that are looked up beside a number rather than searched for in the whole sentence.
_LOCAL = ("traits", "places", "taken", "prep", "unit_price")
_GROUPS = tuple(name for name in FigureRules.__struct_fields__ if name not in _LOCAL)


class Lexicon:
    """Rules of one language with their automaton and the expressions that look beside a number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rules = load("figures", language, FigureRules, pattern)
        #: what is used as the file has it
        self.traits = self.rules.traits
        self.spaced = self.traits.spaced
        self.filler = frozenset(self.traits.filler)
        self.home = self.traits.home
        self.neutral = frozenset(self.traits.neutral)
        self.moving = frozenset(self.traits.moving)
        self.step = float(self.traits.step)
        going = self._any(self.traits.goes_on)
        self.goes_on = re.compile(rf"(?:{going})\b" if going else NOWHERE)
        self.wholes = {fold(word): metric for metric, words in self.traits.whole.items() for word in words}
        self.sizes = {fold(word): metric for metric, words in self.traits.sized.items() for word in words}
        self.sized = self._sized() if self.sizes else None
        self.opens_size = self._before(self.traits.sized_after)
        self.whole = re.compile(rf"\b(?:{self._any(tuple(self.wholes))})\b") if self.wholes else None
        titles = "|".join(self.traits.titles)
        self.title = re.compile(rf"(?:{titles})\b" if titles else NOWHERE)
        self.anew = re.compile(self._any(self.traits.anew) or NOWHERE)
        named = self.traits.firm_named
        self.of_name = re.compile(rf" (?!(?:{titles})\b)[A-Z][a-z]{{2,}}" if titles else named)
        groups = {name: getattr(self.rules, name) for name in _GROUPS}
        self.book = CueBook(groups, spaced=self.spaced)
        self.reached = self._before(self.traits.reached)
        self.starting = self._before(self.traits.starting)
        rates = self.traits.rate_of
        self.rate_of = self._before(rates) if rates else NEVER
        compared = self._any(self.traits.compared_with)
        self.compared_with = re.compile(rf"\W*(?:а |но |и )?(?:{compared})\s" if compared else NOWHERE)
        self.came_from = self._before(self.traits.came_from)
        self.turns = frozenset(fold(word) for word in self.traits.turns)
        self.set_off = re.compile(rf"[\s,，]*(?:{self._any(self.traits.set_off)})")
        self.versus = re.compile(rf"(?:{self._any(self.traits.versus)})" + (r"(?!\w)" if self.spaced else ""))
        self.outdone = re.compile("|".join(fold(word) for word in self.traits.outdone) or NOWHERE)
        self.partners = frozenset(fold(word) for word in self.traits.partners)
        self.signing = re.compile(self._any(self.traits.signing) or NOWHERE)
        self.terms = re.compile(self._any(self.traits.terms) or NOWHERE)
        when = self._any(self.traits.back_when)
        self.back_when = re.compile(rf",\s(?:{when})\b(?:[^.;]|\.(?=\d))*$" if when else NOWHERE)
        self.contrast = self._before(self.traits.contrasts) if self.traits.contrasts else NEVER
        measured = self._any(self.traits.measured_by)
        self.measured_by = re.compile(
            rf"(?:{measured})[^,，。;；0-9]{{0,4}}(?:\d{{4}}年)?(?:\d{{1,2}}月份?|[^,，。;；0-9]{{2,6}})的$"
            if measured
            else NOWHERE
        )
        self.set_against = frozenset(fold(word) for word in self.traits.set_against)
        self.set_behind = tuple(f" {word}" for word in self.set_against)
        self.amount_of_change = self._before(self.traits.amount_of_change)
        since = self._any(self.traits.since)
        self.since = re.compile(rf"(?:\s(?:in|by|to)\s[a-z]+)?\s(?:{since})\b" if since else NOWHERE)
        first = self._any(self.traits.first_of)
        self.first_of = re.compile(rf"[^.;]{{0,48}}?[,(\s](?:{first})\s(?:the\s|of\s)?" if first else NOWHERE)
        moved = self.traits.duty_moved
        self.duty_moved = self._before(moved) if moved else NEVER
        self.prepositions = {
            fold(word): role for role in ("from", "to", "in", "with") for word in self.rules.prep.get(role, ())
        }
        self.places = self.rules.places
        self.taken = self.rules.taken
        self.asked = self.rules.prep.get("asked", ())
        self.skipped = frozenset(self.rules.prep["skip"])
        nouns = self._any(self.traits.trade_nouns)
        edge = r"(?!\w)" if self.spaced else ""
        self.tenses = {name: re.compile(f"(?:{verb}){edge}") for name, verb in self.traits.tenses.items()}
        self.trade_noun = re.compile(rf"(?:{nouns}){edge}" if nouns else NOWHERE)
        deals = self._any(self.traits.deal_nouns)
        self.deal_noun = re.compile(rf"\s?(?:{deals})" if deals else NOWHERE)
        self.buying = re.compile(self._any(self.traits.buying) or NOWHERE)
        self.spans = re.compile(rf"\s?(?:{self._any(self.traits.time_units)})")
        self.from_date = self._before(self.traits.from_date)
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
        beside = self._any(self.traits.beside)
        self.beside = re.compile(rf"\b(?:{beside})\s(?:[a-z]+'s\s|the\s|its\s)?$" if beside else NOWHERE)
        branches = self._any(self.traits.branches)
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
        self.breaks = tuple(self.traits.breaks.items())
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
        between = rf"(?:(?!(?:{self._any(self.traits.unsized)})\b)[\w'-]+\s){{0,3}}?"
        return re.compile(rf"[\s-](?:\([^()]{{3,40}}\)\s)?{between}(?P<noun>{self._any(tuple(self.sizes))})\b")

    def _before(self, words: tuple[str, ...]) -> re.Pattern[str]:
        """One of the words, right before the place where a number starts."""
        return re.compile(rf"{self._word}(?:{self._any(words)})\s*(?:[(（]\s*)?$")


@cache
def lexicon(language: str) -> Lexicon:
    """The language's rules, compiled once."""
    return Lexicon(language)
