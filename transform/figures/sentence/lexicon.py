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
        self.traits = self.rules.traits
        self.spaced = self.traits.spaced
        self.filler = frozenset(self.traits.filler)
        self.home = self.traits.home
        self.neutral = frozenset(self.traits.neutral)
        self.moving = frozenset(self.traits.moving)
        self.step = float(self.traits.step)
        self.goes_on = re.compile(rf"(?:{self._any(self.traits.goes_on)})\b")
        self.wholes = {fold(word): metric for metric, words in self.traits.whole.items() for word in words}
        self.sizes = {fold(word): metric for metric, words in self.traits.sized.items() for word in words}
        self.sized = self._sized() if self.sizes else None
        self.opens_size = self._before(self.traits.sized_after)
        self.whole = re.compile(rf"\b(?:{self._any(tuple(self.wholes))})\b")
        titles = "|".join(self.traits.titles)
        self.title = re.compile(rf"(?:{titles})\b" if titles else NOWHERE)
        self.anew = re.compile(self._any(self.traits.anew))
        named = self.traits.firm_named
        kinds = "|".join(self.traits.firm_words)
        self.introduced = re.compile(self.traits.introduced.replace("{kinds}", kinds)) if kinds else None
        self.of_name = re.compile(rf" (?!(?:{titles})\b)[A-Z][a-z]{{2,}}" if titles else named)
        groups = {name: getattr(self.rules, name) for name in _GROUPS}
        credit = credit_rules(language)
        groups["source"] = {"lead": credit.lead, "said": (*credit.said, *credit.data)}
        self.book = CueBook(groups, spaced=self.spaced)
        self.reached = self._before(self.traits.reached)
        self.starting = self._before(self.traits.starting)
        self.rate_of = self._before(self.traits.rate_of)
        self.came_from = self._before(self.traits.came_from)
        self.turns = frozenset(fold(word) for word in self.traits.turns)
        self.set_off = re.compile(rf"[\s,，]*(?:{self._any(self.traits.set_off)})")
        self.versus = re.compile(rf"(?:{self._any(self.traits.versus)})" + (r"(?!\w)" if self.spaced else ""))
        self.outdone = re.compile("|".join(fold(word) for word in self.traits.outdone) or NOWHERE)
        self.partners = frozenset(fold(word) for word in self.traits.partners)
        self.signing = re.compile(self._any(self.traits.signing))
        self.terms = re.compile(self._any(self.traits.terms))
        self.back_when = re.compile(rf",\s(?:{self._any(self.traits.back_when)})\b(?:[^.;]|\.(?=\d))*$")
        self.contrast = self._before(self.traits.contrasts)
        self.set_against = frozenset(fold(word) for word in self.traits.set_against)
        self.set_behind = tuple(f" {word}" for word in self.set_against)
        self.amount_of_change = self._before(self.traits.amount_of_change)
        self.prepositions = {
            fold(word): role for role in ("from", "to", "in", "with") for word in self.rules.prep.get(role, ())
        }
        self.framed = {
            metric: re.compile("|".join(f"(?:{phrase})" for phrase in phrases))
            for metric, phrases in self.rules.framed.items()
        }
        self.framed_way = {
            flow: re.compile("|".join(f"(?:{phrase})" for phrase in phrases))
            for flow, phrases in self.rules.framed_way.items()
        }
        self.no_figure = re.compile("|".join(chain.from_iterable(self.rules.no_figure.values())) or NOWHERE)
        self.places = self.rules.places
        self.taken = self.rules.taken
        self.asked = self.rules.prep.get("asked", ())
        self.skipped = frozenset(self.rules.prep["skip"])
        edge = r"(?!\w)" if self.spaced else ""
        self.tenses = {name: re.compile(f"(?:{verb}){edge}") for name, verb in self.traits.tenses.items()}
        self.trade_noun = re.compile(rf"(?:{self._any(self.traits.trade_nouns)}){edge}")
        self.deal_noun = re.compile(rf"\s?(?:{self._any(self.traits.deal_nouns)})")
        self.buying = re.compile(self._any(self.traits.buying))
        self.spans = re.compile(rf"\s?(?:{self._any(self.traits.time_units)})")
        self.from_date = self._before(self.traits.from_date)
        self.actors = re.compile(rf"\s?(?:{self._any(self.rules.prep['actors'])})")
        self.buyers = re.compile(rf"\s?(?:{self._any(self.rules.prep['buyers'])})")
        suppliers = self._any(self.rules.prep.get("suppliers", ()))
        self.supplied = re.compile(rf"['’]s(?:\s[\w-]+){{0,4}}?\s(?:{suppliers})\b")
        self.no_way = frozenset(fold(word) for word in self.rules.prep.get("no_way", ()))
        listing = self._any(self.rules.prep.get("listing", ()))
        joints = rf",?\s(?:{listing})\s|,\s" if self.spaced else listing
        self.listed = re.compile(joints if self.rules.prep.get("listing") else NOWHERE)
        self.customers = re.compile(rf"\s(?:{self._any(self.rules.prep.get('customers', ()))})\b")
        markets = self._any(self.rules.prep.get("markets", ()))
        of_goods = rf"\s[\w-]+\s(?:{markets})\b" if self.spaced else f"[一-鿿]{{0,4}}?(?:{markets})"
        self.market_of = re.compile(of_goods)
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
