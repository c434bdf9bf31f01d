"""The branches of trade that a deal belongs to, weighed by where the words of each stand, and what its clause names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain

from transform.agreements.announcements import Unit
from transform.agreements.sectors import SECTORS, find_sectors
from transform.names.gazetteer import gazetteer
from transform.names.party_rules import party_rules
from transform.records import AgreementType, Party
from transform.text.sentences import Sentence
from transform.weighed import YES, odds

#: The rules' table.
SECTOR = "sector"
#: So sure a branch is told, 0 to 1; where none is, the likeliest one if it is as sure as the second.
SURE, AT_LEAST = 0.5, 0.3
#: Where the deal's branches are looked for, the nearest words first.
_LEVELS = ("own words", "clause", "sentence", "sentence before", "title", "most of the article")
#: More than so many branches in one place are a list.
_MANY = 3
#: More deals than so many are a total, of many branches or none.
_FEW = 5

#: So many letters may tell a branch of a list, of Chinese ones fewer.
_BARE = (30, 10)

#: The signs that speak for and against each branch that may be told.
BranchSigns = Mapping[str, Set[str]]
#: Is shown a clause and its signs; the weights are fitted to them.
WatchBranches = Callable[[Unit, BranchSigns], None]


class Branches:
    """Tells the branches of an article's deals."""

    def __init__(self, sentences: Sequence[Sentence], language: str, watch: WatchBranches | None = None) -> None:
        self._sentences = sentences
        self._language = language
        self._watch = watch

    def of(
        self, unit: Unit, parties: Sequence[Party], kind: AgreementType, count: int | None, last: Sequence[str]
    ) -> tuple[str, ...]:
        """The branches of the deals that a clause tells, in the order of `SECTORS`.

        `count` says how many deals, None for many; `last` are the branches of the deal told before.
        """
        signs = self._signs(unit, parties, kind, count, last)
        if self._watch is not None:
            self._watch(unit, signs)
        sure = {branch: odds(SECTOR, some)[YES] for branch, some in signs.items()}
        # Sums of deals name their branches in a row ("in agriculture, logistics and energy"): each is theirs.
        row = _in_a_row(unit.text, self._language) if count != 1 else frozenset()
        told = tuple(branch for branch, likely in sure.items() if likely >= SURE or branch in row)
        likeliest = max(sure, key=sure.__getitem__, default=None)
        return told or ((likeliest,) if likeliest and sure[likeliest] >= AT_LEAST else ())

    def _signs(
        self, unit: Unit, parties: Sequence[Party], kind: AgreementType, count: int | None, last: Sequence[str]
    ) -> dict[str, set[str]]:
        places = self._places(unit, parties)
        level = next((name for name in _LEVELS if places[name]), "nowhere")
        nearest = places.get(level, frozenset[str]())
        places["last deal"] = frozenset(last)
        beside = places["clause"] | places["title"]
        goods = {one.entity.id for one in gazetteer().find(unit.text, self._language, kinds=frozenset({"commodity"}))}
        deals = "one" if count == 1 else "a few" if count and count <= _FEW else "many"
        signs: dict[str, set[str]] = {}
        for branch in SECTORS:
            holds = [name for name, told in places.items() if branch in told]
            if not (holds or goods):
                continue
            way = "nearest" if branch in nearest else "behind"
            signs[branch] = {
                branch,
                f"{way} of {min(len(nearest), _MANY)}",
                f"{way}: {level}",
                f"{way} of {min(len(nearest), _MANY)}, {level}",
                f"{way}: {kind}",
                f"{way}: {deals}",
                f"{way}: {deals}, {level}",
                f"{branch} {way}",
                f"{branch}: {kind}",
                f"{branch} {way}: {kind}",
                *(f"in {name}" for name in holds),
                *(f"{way}: {level}, in {name}" for name in holds),
                *(f"{branch} in {name}" for name in holds),
                *(f"{branch} near {other}" for other in beside if other != branch),
                *(f"{branch} {way} beside {other}" for other in nearest if other != branch),
                *(f"{branch}: {slug}" for slug in goods),
            }
        return signs

    def _places(self, unit: Unit, parties: Sequence[Party]) -> dict[str, frozenset[str]]:
        """The branches whose words stand in each place around the clause."""
        own = unit.text
        for party in parties:
            own = own.replace(party.name, " " * len(party.name))
        sentence = unit.sentence
        number = self._numbers[sentence.field, sentence.start]
        before, after = (
            self._told[other] if self._beside(other, sentence) else frozenset() for other in (number - 1, number + 1)
        )
        return {
            "own words": self._find(own),
            "clause": self._find(unit.text),
            "sides' names": frozenset(chain.from_iterable(self._find(party.name) for party in parties)),
            "sentence": self._told[number],
            "sentence before": before,
            "sentence after": after,
            "paragraph": frozenset(self._paragraphs[sentence.field, sentence.paragraph]),
            "title": self._title,
            "opening": self._opening,
            "most of the article": self._most,
            "article": self._article,
        }

    def _beside(self, number: int, sentence: Sentence) -> frozenset[str]:
        """The branches of a sentence if it is of the same paragraph."""
        other = self._sentences[number] if 0 <= number < len(self._sentences) else None
        if other is None or (other.field, other.paragraph) != (sentence.field, sentence.paragraph):
            return frozenset()
        return self._told[number]

    def _find(self, text: str) -> frozenset[str]:
        return frozenset(find_sectors(text, self._language))

    @cached_property
    def _told(self) -> list[frozenset[str]]:
        """The branches of each sentence."""
        return [self._find(one.text) for one in self._sentences]

    @cached_property
    def _numbers(self) -> dict[tuple[str, int], int]:
        """Each sentence's number by where it stands."""
        return {(one.field, one.start): place for place, one in enumerate(self._sentences)}

    @cached_property
    def _paragraphs(self) -> dict[tuple[str, int], set[str]]:
        """The branches of each paragraph."""
        told: dict[tuple[str, int], set[str]] = defaultdict(set)
        for one, some in zip(self._sentences, self._told, strict=True):
            told[one.field, one.paragraph] |= some
        return told

    @cached_property
    def _article(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self._told))

    @cached_property
    def _title(self) -> frozenset[str]:
        title = (told for one, told in zip(self._sentences, self._told, strict=True) if one.field == "title")
        return frozenset(chain.from_iterable(title))

    @cached_property
    def _opening(self) -> frozenset[str]:
        body = (told for one, told in zip(self._sentences, self._told, strict=True) if one.field == "text")
        return next(body, frozenset())

    @cached_property
    def _most(self) -> frozenset[str]:
        """The branch that most sentences of the article speak of."""
        told = Counter(branch for some in self._told for branch in SECTORS if branch in some)
        return frozenset({max(told, key=told.__getitem__)} if told else ())


def _in_a_row(text: str, language: str) -> frozenset[str]:
    """The branches that a list of three or more names one right after the other; none where there is no such list."""
    rows, bare = [set[str]()], _BARE[language == "zh"]
    for part in party_rules(language).conjunction.split(text):
        if len(part) > bare:  # words before a list, or behind it
            rows[-1].update(find_sectors(part[:bare], language))
            rows.append(set(find_sectors(part[-bare:], language)))
        elif told := find_sectors(part, language):
            rows[-1].update(told)
        else:
            rows.append(set())
    longest = max(rows, key=len)
    return frozenset(longest if len(longest) >= _MANY else ())


def subjects(text: str, parties: tuple[Party, ...], language: str) -> tuple[str, ...]:
    """Goods, places and other entities, by their ids, that the clause names beside its parties."""
    sides = {party.id for party in parties}
    seen: dict[str, None] = {}
    for mention in gazetteer().find(text, language):
        if mention.entity.id not in sides and mention.entity.kind != "country":
            seen.setdefault(mention.entity.id)
    return tuple(seen)
