"""What an article has told so far: its sentences in order, the names in them, who acts and who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from transform.agreements.rules import deal_rules
from transform.agreements.status import read_deal
from transform.names.framed import framed, name_of
from transform.names.named import ACTORS, Name, name_at
from transform.names.party_names import names
from transform.names.party_rules import PartyRules, party_rules
from transform.records import Party
from transform.text.sentences import LONGEST, Sentence, outlet

DOERS = ACTORS | {"organisation", "unknown"}
ORGANISED = ACTORS - {"group"} | {"organisation"}
#: As many letters tell a Russian noun in all its cases.
NOUN = 5
#: As short a Chinese name may be a part of other words.
_SHORT = 2
#: Chinese persons' names are shorter.
_FIRM = 4
#: The capital stands first in the pattern, so that nothing is tried at other letters.
_INSIDE = re.compile(r"[A-ZА-ЯЁ](?<=[\w,] .)[\w-]+")
#: A notice tells in its first lines whose it is.
_OPENING = 4


def party_of(name: Name) -> Party:
    """The name as a side of a deal."""
    return Party(name=name.text, country=name.country, id=name.id)


def compatriots(one: Party, other: Party) -> bool:
    """Are both known to be of one country?"""
    return one.country is not None and one.country == other.country


def alike(one: Party, other: Party) -> bool:
    """Are they one side, perhaps under a longer name ("Sinoagri" and "Sinoagri Holding")?"""
    short, long = sorted((one.name, other.name), key=len)
    return long.startswith(short) or (one.id is not None and one.id == other.id)


class Cast:
    """Who takes part in an article; its sentences are remembered in order."""

    def __init__(self, sentences: Sequence[Sentence], rules: PartyRules, publisher: str | None = None) -> None:
        self.rules = rules
        self.publisher = publisher or ""
        self._all = sentences
        self._read: list[Sentence] = []
        self._aliases: dict[str, Party] = {}
        self._unlinked_in: dict[Sentence, list[Name]] = {}
        for sentence in sentences[:_OPENING]:
            if issuer := rules.issuer.search(sentence.text):
                self._aliases[rules.issuer_noun] = party_of(
                    name_at(sentence.text, *issuer.span(issuer.lastgroup or 0), "organisation", rules)
                )
                break

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that the article writes with a capital inside its sentences, in Chinese those beside 与: names."""
        language = self.rules.language
        return _coined(tuple(self._all), language) if language == "zh" else _capitalised(self._all)

    @cached_property
    def people(self) -> frozenset[str]:
        """First names and surnames of those whom the article gives with an office or as who speaks, and its outlet."""
        return _people(tuple(self._all), self.rules.language)

    def _names(self, text: str) -> list[Name]:
        return names(text, self.rules, self.known, self.people)

    def named(self, text: str) -> list[Name]:
        """The names in a text that make no side of a place: an unknown name behind "in" or "at" is one."""
        return [
            one
            for one in self._names(text)
            if one.kind != "unknown" or not self.rules.excluded_before.search(text[: one.start])
        ]

    def _protagonist(self, other: Party) -> Party | None:
        """The headline's one firm, whom the article is about, as its first sentence has it; none of `other`'s land."""
        told = self._acting(next((one for one in self._all if one.field == "title"), None))
        lead = self._acting(next((one for one in self._all if one.field == "text"), None))
        if len(told) != 1:
            return None
        hero = next((one for one in lead if one.text[:NOUN] == told[0].text[:NOUN]), told[0])
        return party_of(hero) if hero.text != other.name and hero.country != other.country else None

    def _acting(self, sentence: Sentence | None) -> list[Name]:
        """The firms and bodies that a sentence names, each once, but those after "with", "at" and the like."""
        found = self._unlinked(sentence) if sentence else ()
        return list({one.text: one for one in found if one.kind in ORGANISED}.values())

    def _unlinked(self, sentence: Sentence) -> list[Name]:
        """The names in a sentence but those after "with", "at" and the like; each deal may ask it of all before."""
        found = self._unlinked_in.get(sentence)
        if found is None:
            text = sentence.text
            found = [one for one in self._names(text) if not self._oblique(text[: one.start])]
            self._unlinked_in[sentence] = found
        return found

    def _called(self, noun: str) -> Party | None:
        """The last firm or body read of whose name the noun is a part, or before whose name it stands."""
        stem = noun if self.rules.language == "en" else noun[:NOUN]
        inside = re.compile(rf"(?i)(?<![\w-]){noun}(?![\w-])")
        before = re.compile(rf"(?i)(?<![\w-]){stem}[а-яё]*\s[«\"“]?$")
        for earlier in reversed(self._read):
            for one in reversed(self._names(earlier.text)):
                if one.kind not in ORGANISED:
                    continue
                if (" " in one.text and inside.search(one.text)) or before.search(earlier.text[: one.start]):
                    return party_of(one)
        return None

    def _opener(self, party: Party) -> Party | None:
        """Who acts in the first paragraph, else in the headline, beside the party and its compatriots."""
        opening = [one for one in self._all if one.field == "title" or one.paragraph == 0]
        for sentence in sorted(opening, key=lambda one: one.field == "title"):
            acting = self._acting(sentence)
            if sentence.field == "text" and not acting:
                acting = [one for one in self._names(sentence.text) if one.kind in DOERS][:1]
                acting = [one for one in acting if not one.group and not self._oblique(sentence.text[: one.start])]
            for hero in map(party_of, acting):
                if hero.name != party.name and not compatriots(hero, party):
                    return hero
        return None

    def _speaker(self, sentence: Sentence) -> Party | None:
        """Whom "we" speaks for: the firm whose head speaks in the paragraph, or whom the headline interviews."""
        for one in sorted(self._all, key=lambda one: one.field == "title"):
            if one.paragraph != sentence.paragraph and one.field != "title":
                continue
            if speaker := self._speaking(one.text):
                return speaker
            if self.rules.head_alone.search(one.text) and (topic := self._hero(one)):
                return topic
        return self._interviewed()

    def _hero(self, sentence: Sentence) -> Party | None:
        """Whose head speaks without the firm's name: who acts first in the paragraph, or in the one before."""
        for earlier in (*self._before(sentence), *self._above(sentence)):
            acting = [one for one in self._unlinked(earlier) if one.kind in ORGANISED]
            if acting:
                return party_of(acting[0])
        return None

    def _interviewed(self) -> Party | None:
        """The one firm whose head speaks in the whole article (a Russian "we" is only read in its own paragraph)."""
        if self.rules.language == "ru":
            return None
        speakers = {speaker.name: speaker for one in self._all if (speaker := self._speaking(one.text))}
        return next(iter(speakers.values())) if len(speakers) == 1 else None

    def _said_of_itself(self, text: str, sentence: Sentence) -> Party | None:
        """Who says in the clause what "we" or "the company" did ("X公告称，公司未签署协议")."""
        if self.rules.speaks_for.search(text):
            return self._speaker(sentence)
        return self._speaking(text) if self.rules.points_to_one.search(text) else None

    def _speaking(self, text: str, *, known: bool = False) -> Party | None:
        """The firm that speaks in the text, itself or by its head; `known`: only what is surely none of persons."""
        for spoken in self.rules.speaker.finditer(text):
            span = spoken.span("side")
            if self.rules.language != "zh":
                listed = next((one for one in self._names(text) if one.start == span[0] and one.id), None)
                return party_of(listed or name_at(text, *span, "organisation", self.rules))
            name = name_of(text, *span, self.rules)
            gives_notice = self.rules.gives_notice.search(spoken.group()) is not None
            if name and name.kind == "unknown" and not gives_notice and self.rules.surnamed.fullmatch(name.text):
                continue
            sure = not known or gives_notice
            # Two or three characters may be a person's name, and one with a dot is.
            if name and (
                sure
                or name.kind in ACTORS
                or name.kind == "organisation"
                or (len(name.text) >= _FIRM and "·" not in name.text)
            ):
                return party_of(name)
        return None

    def _oblique(self, before: str) -> bool:
        """Does the name after these words not act: "with X", in Russian also «на „Х“»?"""
        return bool(
            self.rules.linked_before.search(before)
            or (self.rules.language == "ru" and self.rules.excluded_before.search(before))
        )

    def spoken(self, sentence: Sentence) -> list[str]:
        """The texts of the paragraph's sentences before this one, in order."""
        return [one.text for one in self._before(sentence)]

    def _above(self, sentence: Sentence) -> list[Sentence]:
        """The sentences of the paragraph before, for a sentence that opens its own."""
        if self._before(sentence):
            return []
        return [one for one in self._read if one.field == sentence.field and one.paragraph == sentence.paragraph - 1]

    def _before(self, sentence: Sentence) -> list[Sentence]:
        return [one for one in self._read if one.paragraph == sentence.paragraph and one.end <= sentence.start]

    def remember(self, sentence: Sentence) -> None:
        """Take note of a sentence that was read, and of whom "(hereinafter the Company)" stands for in it."""
        self._read.append(sentence)
        for match in self.rules.alias.finditer(sentence.text):
            before = self._names(sentence.text[: match.start()])
            doers = [name for name in before if name.kind in DOERS and name.text not in self.rules.stop]
            doers = [name for name in doers if self.rules.legal.fullmatch(f" {name.text}") is None]
            if doers:
                self._aliases[match["alias"]] = party_of(doers[-1])


@lru_cache(maxsize=2)  # the deals and the asides of an article ask of the same sentences
def _people(sentences: tuple[Sentence, ...], language: str) -> frozenset[str]:
    rules = party_rules(language)
    found: set[str] = set()
    for sentence in sentences:
        for match in rules.full_name.finditer(sentence.text):
            found.update((match["full"] or match["speaks"]).split())
    line = next((one.text for one in sentences if one.field == "text"), "")
    if told_by := outlet(line):
        found.add(told_by)
    return frozenset(found)


@lru_cache(maxsize=2)  # as above
def _coined(sentences: tuple[Sentence, ...], language: str) -> frozenset[str]:
    """The names of no list that the article's deals give beside 与; elsewhere it writes them as they stand there."""
    rules = party_rules(language)
    found: set[str] = set()
    for sentence in sentences:
        told = len(sentence.text) <= LONGEST and rules.joint.search(sentence.text)
        deal = read_deal(sentence.text, deal_rules(language)) if told else None
        frame = framed(sentence.text, deal.end, rules) if deal else None
        for name in frame.names if frame and not frame.missing else ():
            if name.id is None and name.kind in ("unknown", "organisation") and len(name.text) > _SHORT:
                found.add(name.text)
    brief = {alias["alias"] for sentence in sentences for alias in rules.alias.finditer(sentence.text)}
    return frozenset(found - brief)


def _capitalised(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Words that the article writes with a capital inside its sentences: names, not first words."""
    return frozenset(_INSIDE.findall("\n".join(one.text for one in sentences if one.field == "text")))
