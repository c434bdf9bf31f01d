"""The provinces that a text has spoken of so far, which "the province" of a later sentence means."""

from __future__ import annotations

from functools import cache

import msgspec

from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.names.entity import METONYMS
from transform.names.gazetteer import gazetteer

#: So many letters tell «край» from «область» in every case.
_STEM = 3


class Places(msgspec.Struct):
    """The provinces spoken of last on either side; it changes as the text goes on."""

    cn: str | None = None
    ru: str | None = None
    topic: str | None = None
    #: the outlet's own, which it may never name
    home: str | None = None
    #: the one province that the sentence before named
    before: str | None = None
    firm: set[str] = set()
    #: every Russian subject named outright, the last one last
    told: list[str] = []
    #: the paragraph in which each province was spoken of last
    last_at: dict[str, int] = {}

    def see(self, sides: list[Side], reading: Reading) -> None:
        """Take note of the provinces, cities and ports that a sentence names."""
        for side in sides:
            if side.region:
                self.last_at[side.region] = reading.sentence.paragraph
            if side.region and side.region not in METONYMS:
                self.topic = self.topic or side.region
                self._note(side.country, side.region, firm=side.kind == "region")
        for mention in reading.entities:
            # A customs house or a firm lies somewhere too: 珲春海关 makes 全市 mean Hunchun.
            entity = mention.entity
            if entity.kind == "body" and entity.region and entity.region not in METONYMS:
                self._note(entity.country, entity.region, firm=False)

    def settle(self, publisher: str | None, language: str) -> None:
        """Note the province that the outlet is named after (黑龙江日报)."""
        homes = {
            mention.entity.region
            for mention in (gazetteer().find(publisher, language) if publisher else ())
            if mention.entity.region and mention.entity.region not in METONYMS
        }
        self.home = homes.pop() if len(homes) == 1 else None

    def here(self, label: str) -> str | None:
        """What "the province" of either side speaks of: the last one named, else the outlet's own."""
        last = self.cn if label == "cn" else self.ru
        return last or (self.home if self.home and self.home[:2].lower() == label else None)

    def _note(self, country: str | None, region: str, *, firm: bool) -> None:
        """A province named outright is not displaced by a town that lies in another."""
        name = "cn" if country == "CN" else "ru"
        if firm or name not in self.firm:
            setattr(self, name, region)
        if firm:
            self.firm.add(name)
            if name == "ru":
                self.told.append(region)

    def of_kind(self, word: str) -> str | None:
        """The Russian subject that «край», «область» or any such word speaks of: the last one that is called so."""
        fitting = _called(word[:_STEM])
        # of towns alone the one told last: «Челябинск … через Владивосток … область»
        towns = sorted((region for region in self.last_at if region[:2] == "RU"), key=lambda one: -self.last_at[one])
        last = [self.ru, *reversed(self.told), *towns]
        return self.here("ru") if not fitting else next((region for region in last if region in fitting), None)


@cache
def _called(stem: str) -> frozenset[str]:
    """The Russian subjects whose full names have a word that begins so; none where the word calls no subject."""
    regions = (entity for entity in gazetteer().entities.values() if entity.kind == "region" and entity.country == "RU")
    return frozenset(
        region.region
        for region in regions
        if region.region and any(word.startswith(stem) for word in region.names.get("ru", "").lower().split())
    )
