"""Whom the sentences of an article may credit for what they tell: bodies, firms, persons, "the organisers"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from transform.agreements.cast import Cast
from transform.figures.sentence.credit_rules import CreditRules, credit_rules
from transform.names.dictionary import is_plural, is_word
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND, Name
from transform.names.nominative import is_adjective, nominative, nominative_plural, person
from transform.names.party_names import names
from transform.names.party_rules import party_rules
from transform.text.cue import Cue, CueBook, fold
from transform.text.sentences import LONGEST, Sentence

#: Steps between a name and the words of crediting, in characters, in a script of words and in one without spaces.
_STEP, _STEP_UNSPACED = 12, 4
#: Further apart they have nothing to do with each other.
_FAR = 8
#: The name says something itself.
_SAYS = "said behind, 0"
#: So is what a firm says that the sentence calls only "the company" where it tells it.
_OF_ITSELF = frozenset({"said behind", _SAYS})
#: Who may be called so; before it the words of crediting stand no further off, and no mark between.
_ABOUT = frozenset({"company", "bank", "organisation", "unknown"})
_NEXT, _MARKS = 3, ",;:—，；：。"
#: Words of talks stand no more characters before who takes part in them.
_TALKS = 70
#: Before the market of a share's code, which names nobody: 00883.|HK
_CODE = re.compile(r"\w\.$")
_FIRMS = ACTORS | {"organisation"}
#: What is called after a place that stands beside it.
_BODIES = frozenset({"common", "body", "organisation", "unknown"})


class _Rules(msgspec.Struct, frozen=True):
    own: CreditRules
    book: CueBook
    step: int


class Credit(msgspec.Struct, frozen=True):
    """Somebody whom a sentence names, and how it does.

    `name` is as the article writes it, in Russian in the nominative; `kind` the gazetteer's, "person" or "common".
    `start` and `end` are offsets into the article's field; `ways` says how the words of crediting stand to it.
    """

    name: str
    kind: str
    start: int
    end: int
    ways: frozenset[str]


@cache
def _rules(language: str) -> _Rules:
    own = credit_rules(language)
    spaced = language != "zh"
    groups = {
        "credit": {
            "lead": (*own.lead, *own.lead_too),
            "said": (*own.said, *own.said_too),
            "data": (*own.data, *own.data_too),
        }
    }
    return _Rules(own, CueBook(groups, spaced=spaced), _STEP if spaced else _STEP_UNSPACED)


class Credits:
    """Finds whom an article's sentences may credit."""

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._rules = _rules(language)
        self._parties = party_rules(language)
        self._cast = Cast(sentences, self._parties)
        self._language = language

    def of(self, sentence: Sentence) -> tuple[Credit, ...]:
        """Those whom a sentence names, in order."""
        if len(sentence.text) > LONGEST:
            return ()
        cues = self._rules.book.find(fold(sentence.text))["credit"]
        if not cues and sentence.field == "text" and sentence.paragraph:
            return ()
        named = self._named(sentence.text)
        at, cues = self._itself(cues, sentence.text)
        hero = self._hero(named, sentence.text, at) if at is not None else None
        told = [(name, _OF_ITSELF if name is hero else self._ways(name, cues, sentence.text)) for name in named]
        return tuple(
            Credit(
                self._rules.own.beside.sub("", name.text),
                name.kind,
                sentence.start + name.start,
                sentence.start + name.end,
                ways,
            )
            for name, ways in told
            if not (self._opens(name, ways) or self._tells_nothing(sentence.text, name, ways))
        )

    def _itself(self, cues: Sequence[Cue], text: str) -> tuple[int | None, list[Cue]]:
        """Where a firm is credited without its name ("the company said"), and the cues of crediting but for those."""
        own = [one.span() for one in self._rules.own.itself.finditer(text)]
        left = [cue for cue in cues if not any(self._beside(cue, *span, text) for span in own)]
        if len(left) == len(cues):
            return None, left
        return next(first for first, last in own if any(self._beside(cue, first, last, text) for cue in cues)), left

    def _beside(self, cue: Cue, first: int, last: int, text: str) -> bool:
        """Do the words of crediting stand right before or behind these, in one clause?"""
        gap = text[cue.end : first] if cue.end <= first else text[last : cue.start]
        near = _NEXT if cue.end <= first else _STEP
        return len(gap) <= near and not any(mark in gap for mark in _MARKS)

    def _hero(self, named: Sequence[Name], text: str, at: int) -> Name | None:
        """The firm whom the sentence is about: the first before "the company" that is not with, for or by another."""
        firms = [one for one in named if one.kind in _ABOUT]
        for place, one in enumerate(firms):
            if one.end > at:
                break
            if self._parties.linked_before.search(text[: one.start]) is None:
                behind = firms[place + 1 : place + 2]
                joint = any(self._rules.own.both.fullmatch(text, one.end, other.start) for other in behind)
                return None if joint else one
        return None

    def _tells_nothing(self, text: str, name: Name, ways: frozenset[str]) -> bool:
        """Is it a group of firms, which are counted, a forum, or who only takes part in talks ("between X and Y")?"""
        if self._rules.own.gathering.search(name.text):
            return True
        if name.kind != "person" or _SAYS in ways:
            return name.kind == "group"
        return self._rules.own.talks.search(text, max(0, name.start - _TALKS), name.start) is not None

    def _opens(self, name: Name, ways: frozenset[str]) -> bool:
        """Is it a sentence's first word, which has a capital whatever it is, and says nothing itself ("Trade of …")?"""
        alone = (
            name.start == 0 and name.id is None and name.kind in ("organisation", "unknown") and " " not in name.text
        )
        return alone and name.text not in self._cast.known and _SAYS not in ways and self._language != "zh"

    def _named(self, text: str) -> list[Name]:
        """The names that a text has, the longest where two overlap, those that follow on each other as one."""
        every = self._firms(text)
        lands = [one for one in gazetteer().find(text, self._language) if one.entity.kind in LAND]
        for kind, listed in (("person", self._rules.own.person), ("common", self._rules.own.common)):
            for match in listed.finditer(text):
                start, end = match.span(match.lastgroup or 0)
                if kind == "person" and self._is_no_person(text[start:end], start, end, lands):
                    continue
                every.append(Name(start, end, self._plain(text[start:end], kind), kind))
        every = [one for one in every if not _CODE.search(text, 0, one.start)]
        every.sort(key=lambda one: (one.kind not in _FIRMS, one.start - one.end))
        chosen: list[Name] = []
        for one in every:
            if not any(one.start < other.end and other.start < one.end for other in chosen):
                chosen.append(one)
        chosen.sort(key=lambda one: one.start)
        return self._joined(text, chosen)

    def _is_no_person(self, surface: str, start: int, end: int, lands: Sequence[EntityMention]) -> bool:
        """Is it a word of the dictionary, or a place, that stands before a name («Оборот России»)?"""
        if any(one.start < end and start < one.end for one in lands):
            return True
        return self._language == "ru" and is_word(surface.split(" ")[0])

    def _joined(self, text: str, some: Sequence[Name]) -> list[Name]:
        """A place and the body called after it as one name ("Primorye" and "statistics office", 珲春 and 海关).

        A place alone is credited with nothing.
        """
        joined: list[Name] = []
        for one in some:
            last = joined[-1] if joined else None
            if last and text[last.end : one.start].strip() == "" and one.start - last.end <= 1:
                first, second = (last, one) if self._language != "ru" else (one, last)
                if (first.kind in LAND or self._language == "zh") and second.kind in _BODIES:
                    whole = text[last.start : one.end]
                    joined[-1] = Name(last.start, one.end, self._plain(whole, "body"), "body")
                    continue
            joined.append(one)
        return [one for one in joined if one.kind not in LAND]

    def _firms(self, text: str) -> list[Name]:
        return names(text, self._parties, self._cast.known, self._cast.people)

    def _plain(self, name: str, kind: str) -> str:
        """The name in the nominative: one person's, many nameless ones', or a body's."""
        if self._language != "ru":
            return name
        if kind == "person":
            return person(name)
        noun, *rest = name.split(" ")
        if kind == "common" and is_plural(noun) and not is_adjective(noun):
            return " ".join([nominative_plural(noun), *rest])
        return nominative(name)

    def _ways(self, name: Name, cues: Sequence[Cue], text: str) -> frozenset[str]:
        """How words of crediting stand beside a name: before or behind it, and how near."""
        ways: set[str] = set()
        for cue in cues:
            behind = cue.start >= name.end
            if cue.start < name.end and name.start < cue.end:
                continue
            if not behind and self._rules.own.told.fullmatch(text, cue.start, name.start):
                continue
            steps = (cue.start - name.end if behind else name.start - cue.end) // self._rules.step
            if steps < _FAR:
                ways.add(f"{cue.label} {'behind' if behind else 'before'}")
                ways.add(f"{cue.label} {'behind' if behind else 'before'}, {steps}")
        return frozenset(ways)
