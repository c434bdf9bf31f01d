"""Countries, regions, places, firms, bodies and goods that texts name, in three languages, found in one pass.

The names are CSV files in `rules/gazetteer/`, made to be read in a spreadsheet; `goods.csv` lists single goods under
the commodity that they belong to. In an alias, square brackets mark the part that is the mention where the rest is
only context (`对[俄]`), a leading "=" forbids Russian case endings, and a row without an id names a trap: a longer
string in which a name says nothing (俄亥俄, 今日俄罗斯).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter

import ahocorasick_rs
import msgspec

from transform.names.alias import Alias, parsed, spellings, stands
from transform.names.entity import Entity, EntityMention, Kind
from transform.names.inflection import adjectives
from transform.rules import RulesError
from transform.text.folding import fold

LANGUAGES = ("en", "ru", "zh")
#: Files in order of precedence: where two kinds share a name (Суйфэньхэ: town and crossing), the earlier one has it.
FILES = (
    "traps", "countries", "regions", "places", "ports", "crossings", "corridors", "bodies", "banks", "companies",
    "groups", "events", "commodities",
)  # fmt: skip
COLUMNS = (
    "id", "kind", "country", "region", "name_en", "name_ru", "name_zh", "aliases_en", "aliases_ru", "aliases_zh",
    "code", "note",
)  # fmt: skip
#: Of `goods.csv`: single goods in three languages under the commodity that they belong to.
GOODS = ("commodity", "hs", "en", "ru", "zh", "note")

#: Characters at the head of a text that are looked through first.
_HEAD = 300


def _rows(name: str, columns: tuple[str, ...] = COLUMNS) -> Iterator[dict[str, str]]:
    path = files("transform.rules").joinpath("gazetteer", f"{name}.csv")
    reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise RulesError(f"transform/rules/gazetteer/{name}.csv: the columns must be {', '.join(columns)}")
    for number, row in enumerate(reader, 2):
        if None in row or None in row.values():
            raise RulesError(f"transform/rules/gazetteer/{name}.csv, line {number}: too many or too few cells")
        yield row


@cache
def listed() -> dict[str, Kind]:
    """The kind of each id that a file has; their names are not read for it."""
    return {row["id"]: msgspec.convert(row["kind"], Kind) for name in FILES for row in _rows(name) if row["id"]}


class Gazetteer:
    """All entities with an automaton for each language; make it once by `gazetteer()`."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        #: each entity's names as the files write them, by language
        self._names: list[tuple[Entity | None, dict[str, list[str]]]] = []
        for name in FILES:
            for number, row in enumerate(_rows(name), 2):
                try:
                    self._add(row)
                except (ValueError, KeyError) as error:
                    raise RulesError(f"transform/rules/gazetteer/{name}.csv, line {number}: {error}") from error
        for number, row in enumerate(_rows("goods", GOODS), 2):
            commodity = self.entities.get(f"commodity:{row['commodity']}")
            if commodity is None:
                raise RulesError(
                    f"transform/rules/gazetteer/goods.csv, line {number}: commodities.csv has no {row['commodity']}"
                )
            self._names.append((commodity, {language: row[language].split("|") for language in LANGUAGES}))

    def _add(self, row: dict[str, str]) -> None:
        entity = None
        if row["id"]:
            entity = Entity(
                id=row["id"],
                kind=msgspec.convert(row["kind"], Kind),
                country=row["country"] or None,
                region=row["region"] or None,
                names={
                    language: row[f"name_{language}"].removeprefix("=")
                    for language in LANGUAGES
                    if row[f"name_{language}"]
                },
                code=row["code"] or None,
            )
            if entity.id in self.entities:
                raise ValueError(f"{entity.id} has two rows")
            self.entities[entity.id] = entity
        names = {language: [row[f"name_{language}"], *row[f"aliases_{language}"].split("|")] for language in LANGUAGES}
        if entity is not None and entity.kind == "place":
            names["ru"] += adjectives(row["name_ru"])
        self._names.append((entity, names))

    @cache  # noqa: B019 - one gazetteer lives as long as the program
    def _written(self, language: str) -> dict[str, list[Alias]]:
        """The names to look for in texts of a language, by their patterns."""
        patterns: dict[str, list[Alias]] = {}
        for entity, names in self._names:
            for own in dict.fromkeys(("en", language)):
                for alias in filter(None, map(str.strip, names[own])):
                    for written in spellings(alias, own):
                        # A text in any language may carry a firm's Latin name.
                        if own == language or written[0].isupper():
                            pattern, name = parsed(written, entity)
                            _put(patterns.setdefault(pattern, []), name)
        return patterns

    @cache  # noqa: B019 - one gazetteer lives as long as the program
    def _automaton(self, language: str) -> tuple[ahocorasick_rs.AhoCorasick, list[list[Alias]]]:
        written = self._written(language if language in LANGUAGES else "en")
        return ahocorasick_rs.AhoCorasick(list(written)), list(written.values())

    @cache  # noqa: B019 - one gazetteer lives as long as the program
    def _of_countries(
        self, language: str, countries: tuple[str, ...]
    ) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[Alias, int]]]:
        """An automaton of the names of these countries' entities only, each with a bit a country."""
        chosen: dict[str, tuple[Alias, int]] = {}
        for pattern, names in self._written(language if language in LANGUAGES else "en").items():
            bits = sum(
                1 << place
                for place, country in enumerate(countries)
                if any(name.entity is not None and country in name.entity.countries for name in names)
            )
            if bits:
                chosen[pattern] = (names[0], bits)
        return ahocorasick_rs.AhoCorasick(list(chosen)), list(chosen.values())

    def names_which(self, text: str, language: str, countries: tuple[str, ...], folded: str | None = None) -> int:
        """Of which of these countries the text may name something: a bit each, the first one lowest.

        Fast, and never a false no; traps and overlaps are left to `find`.
        """
        automaton, meanings = self._of_countries(language, countries)
        folded = fold(text) if folded is None else folded
        cased = not text.islower()
        found, everything = 0, (1 << len(countries)) - 1
        # A long text mostly names them all in its head.
        for reach in (_HEAD, len(folded)) if len(folded) > _HEAD else (len(folded),):
            for pattern, start, end in automaton.find_matches_as_indexes(folded[:reach], overlapping=True):
                name, bits = meanings[pattern]
                if bits & ~found and stands(name, text, folded, start, end, cased):
                    found |= bits
                    if found == everything:
                        return found
        return found

    def find(self, text: str, language: str, kinds: Collection[str] | None = None) -> list[EntityMention]:
        """The mentions in order, longest first where they overlap; of the given kinds only, if told.

        Whole words only; capitalised names must be capitalised ("china cabinet" is furniture) unless the whole text is
        in lower case, as some channels write.
        """
        return [mention for mention in self._found(text, language) if kinds is None or mention.entity.kind in kinds]

    @lru_cache(maxsize=128)  # noqa: B019 - figures, deals and developments ask of the same sentences
    def _found(self, text: str, language: str) -> tuple[EntityMention, ...]:
        automaton, meanings = self._automaton(language)
        folded = fold(text)
        cased = not text.islower()
        hits: list[tuple[int, int, Entity | None]] = []
        for pattern, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
            names = [name for name in meanings[pattern] if stands(name, text, folded, start, end, cased)]
            if len(names) > 1 and text.isupper():
                names.sort(
                    key=lambda name: name.capitals
                )  # a headline all in capitals tells no abbreviation from a word
            hits.extend((start + name.first, -start - name.last, name.entity) for name in names)
        hits.sort(key=itemgetter(0, 1))
        mentions: list[EntityMention] = []
        taken = 0
        for start, negative_end, entity in hits:
            if start >= taken:
                taken = -negative_end
                if entity is not None:
                    mentions.append(EntityMention(start, taken, entity))
        return tuple(mentions)

    def entity(self, identifier: str) -> Entity:
        """The entity with this id; KeyError when there is none."""
        return self.entities[identifier]

    def by_name(self, name: str, language: str) -> Entity | None:
        """The entity that is called exactly this, in any of its forms and either case; None when none is."""
        folded = fold(name).strip(" \"'.,")
        for tried in sorted(LANGUAGES, key=lambda one: one != language):
            names = self._written(tried).get(folded, ())
            whole = [one for one in names if one.entity is not None and (one.first, one.last) == (0, len(folded))]
            if whole:
                return next((one for one in whole if one.capitals == name.isupper()), whole[0]).entity
        return None


def _put(names: list[Alias], name: Alias) -> None:
    """Add what one more name means to what its pattern means already."""
    for place, other in enumerate(names):
        if other.last > name.first and other.first < name.last:
            if other.entity is not name.entity and other.capitals != name.capitals:
                continue  # ГАЗ makes cars, газ is gas
            # The first file wins the span; a second spelling of one name asks only for the capitals of both.
            if other.entity is name.entity and (other.first, other.last) == (name.first, name.last):
                names[place] = msgspec.structs.replace(
                    other,
                    capital=tuple(at for at in other.capital if at in name.capital),
                    capitals=other.capitals and name.capitals,
                )
            return
    # One pattern may carry several mentions side by side: [中]俄, 中[俄].
    names.append(name)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the project's own files, read once."""
    return Gazetteer()
