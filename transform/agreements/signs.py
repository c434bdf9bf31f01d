"""What speaks for a sentence's telling a deal and for the deal's status: signs, as words that a person can read.

They are weighed where the patterns of `status` found nothing: verbs and nouns that no pattern has in this company tell
a deal as well. Nothing is decided here: `likely` adds up what the signs weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from typing import get_args

import msgspec

from transform.agreements.sentence_signs import Told, around_signs, word_signs
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS
from transform.records import Status
from transform.text.cue import Cue
from transform.text.sentences import Sentence
from transform.weighed import odds

#: The words that tell of deals: `rules/deals`.
DEALS = "deals"
#: The label of what tells a deal at all, beside those of the statuses.
DEAL = "a deal"
#: A deal that no pattern found is told where the odds for it are no less.
SURE = 0.92
#: A denial ends a deal that others told: the odds for a deal, and for its denial, must be no less.
SURE_DENIED, DENIED = 0.95, 0.8
_LATIN = re.compile(r"\b[A-Z][A-Za-z]+")
_QUOTES = "«“「『"
#: What is done for a deal, where it has to be said which words tell it.
_ACTS = ("sign", "agree", "talk", "end", "fail", "force")


class Signs(msgspec.Struct, frozen=True):
    """The signs of one sentence: its own, those of the headline and of the sentence before it in the paragraph."""

    words: frozenset[str]
    title: frozenset[str]
    before: frozenset[str]
    #: the words that tell what is done: start and end
    spot: tuple[int, int]

    @property
    def all(self) -> frozenset[str]:
        """Every sign."""
        return self.words | self.title | self.before


def signs_of(
    sentence: Sentence,
    words: Told,
    language: str,
    published: date | None,
    title: Set[str],
    before: Set[str],
    *,
    told: bool,
) -> Signs:
    """All signs of a sentence with the words found in it; `told` says that the sentence before tells a deal."""
    mentions = gazetteer().find(sentence.text, language)
    own = {
        *word_signs(words),
        *around_signs(sentence, mentions, language, published),
        *_of_names(sentence.text, mentions),
    }
    if told:
        own.add("a deal before")
    return Signs(
        frozenset(own),
        frozenset(f"title {one}" for one in title),
        frozenset(f"before {one}" for one in before),
        _spot(words, len(sentence.text)),
    )


def _of_names(text: str, mentions: list[EntityMention]) -> Iterator[str]:
    yield f"firms {min(3, sum(mention.entity.kind in ACTORS for mention in mentions))}"
    yield f"quoted {min(3, sum(map(text.count, _QUOTES)) + text.count(chr(34)) // 2)}"
    yield f"latin names {min(4, len(_LATIN.findall(text)))}"


def _spot(words: Told, length: int) -> tuple[int, int]:
    """The first word of what is done, that of signing before others; the whole sentence where there is none."""
    acts: list[Cue] = sorted(
        (cue for cue in words.events if cue.label in _ACTS), key=lambda cue: _ACTS.index(cue.label)
    )
    return (acts[0].start, acts[0].end) if acts else (0, length)


def likely(signs: Signs) -> Status | None:
    """The status of the deal that the sentence most likely tells; None where it is not likely to tell one."""
    each = odds("deal", signs.all)
    if each.get(DEAL, 0.0) < SURE:
        return None
    statuses: tuple[Status, ...] = get_args(Status)
    status = max(statuses, key=lambda status: each.get(status, 0.0))
    if status == "denied" and (each[DEAL] < SURE_DENIED or each[status] < DENIED):
        return None
    return status
