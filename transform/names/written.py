"""How an article itself writes Russian names that no list holds: in which nominative, from which country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transform.names.dictionary import is_known
from transform.names.gazetteer import gazetteer
from transform.names.inflection import forms
from transform.names.named import LAND, canonical
from transform.names.nominative import plain_name
from transform.names.party_rules import PartyRules, party_rules
from transform.records import Party
from transform.text.sentences import Sentence

_QUOTED = re.compile(r"«([А-ЯЁ][^«»]{2,40})»")
#: The capital stands first in the pattern, so that nothing is tried at other letters.
_WORD = re.compile(r"[А-ЯЁ](?<=[\w,] .)[а-яё]{4,}")
#: Between the adjective of a place and the name: «воронежской группой „Х“».
_UP_TO = re.compile(r"(?: [а-яё-]+){0,3} [«\"„“]?")
_WINDOW = 70


class Written:
    """What the article's own sentences tell of its names; each answer is found once."""

    def __init__(self, sentences: Sequence[Sentence], rules: PartyRules) -> None:
        self._texts = tuple(sentence.text for sentence in sentences)
        self._rules = rules
        self._homes: dict[str, str | None] = {}

    def settled(self, party: Party) -> Party:
        """The party as the article writes it in the nominative, with the country that the article says it is from."""
        if self._rules.language != "ru" or party.id is not None:
            return party
        name = _roots(self._texts).get(plain_name(party.name), party.name)
        country = party.country
        if country is None:
            if name not in self._homes:
                self._homes[name] = self._home(name)
            country = self._homes[name]
        return Party(name=name, country=country, id=None)

    def _home(self, name: str) -> str | None:
        """The country of the adjective before the name or of the place after it, wherever it has one."""
        written = {name} if name.isascii() else forms(name)
        for text in self._texts:
            for form in written:
                for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text) if form in text else ():
                    if country := _told(text, *match.span(), self._rules):
                        return country
        return None


@lru_cache(maxsize=2)  # the deals and the asides of an article ask of the same sentences
def _roots(texts: tuple[str, ...]) -> dict[str, str]:
    """The nominative for each wrong guess at it: «Синоферту» would be a Синоферта, were there no «Синоферт»."""
    rules = party_rules("ru")
    names = {name for text in texts for name in _QUOTED.findall(text)}
    names |= {word for text in texts for word in _WORD.findall(text) if not is_known(word)}
    roots: dict[str, str] = {}
    for name in sorted(names, key=len):
        declined = forms(name)
        for other in names:
            if other == name or other[:2] != name[:2] or other not in declined:
                continue
            alike = (other, name) if rules.cases.feminine.search(other) else (other,)
            guesses = {other, *(canonical(one, rules, {}) for one in alike)}
            for guess in {plain_name(one) for one in guesses} - {plain_name(name)}:
                roots.setdefault(guess, name)
    return {guess: root for guess, root in roots.items() if plain_name(root) not in roots}


def _told(text: str, start: int, end: int, rules: PartyRules) -> str | None:
    """What country the words beside the name tell: «китайская Sinotrans», «„Хэнтай“ из Суйфэньхэ»."""
    after = rules.cases.home_after.match(text, end)
    places = gazetteer().find(text[after.end() : after.end() + _WINDOW], "ru", kinds=LAND) if after else []
    if places and places[0].start == 0 and places[0].entity.country:
        return places[0].entity.country
    before = text[max(0, start - _WINDOW) : start]
    adjectives = [m for m in gazetteer().find(before, "ru", kinds=LAND) if _UP_TO.fullmatch(before, m.end)]
    if adjectives and rules.cases.home_before.search(before, 0, adjectives[-1].end):
        return adjectives[-1].entity.country
    return None
