"""Whom a clause means by the nouns for several sides: "the sides", "the two Chinese firms", «российский банк»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.agreements.bare_nouns import BareNouns
from transform.agreements.cast import DOERS, ORGANISED, party_of
from transform.agreements.parties import distinct, find_parties
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND
from transform.names.party_rules import PartyRules
from transform.records import Party
from transform.text.sentences import Sentence

#: As many sides a headline names of one deal.
TWO_SIDES = 2
_OURS = frozenset(("CN", "RU", None))
#: A sentence with more names than this is a list of something else.
_FEW = 5


class JointNouns(BareNouns):
    """Looks up those that were named together, or are of one land."""

    def parties(self, text: str, cue: tuple[int, int]) -> tuple[Party, ...]:
        """The sides that the clause itself names."""
        return find_parties(text, cue, self.rules, self.known, self.people)

    def _both_told(
        self, parties: tuple[Party, ...], sentence: Sentence, near: tuple[Party, ...], pointer: str, *, of_states: bool
    ) -> tuple[Party, ...]:
        """Whom "the sides" or "the two Chinese firms" means: of the deal before, else named together before it."""
        if near:
            return _joined(parties, near)
        if two := self._of_one_country(pointer, sentence) if pointer else ():
            return two
        bodies = self.rules.two_bodies.search(sentence.text) is not None
        for earlier in reversed((*self._above(sentence), *self._before(sentence))):
            edge = len(earlier.text)
            named = self.parties(earlier.text, (edge, edge))
            if of_states and not all(map(of_state, named)):
                continue
            if bodies and all(map(_is_land, named)):
                continue  # "Laboratories of Qingdao and Togliatti" are not the two agencies
            if 2 <= len(named) <= _FEW and _opposite(named, self.rules):
                return _joined(parties, named)
            two = distinct([party_of(one) for one in self._names(earlier.text) if one.kind in DOERS])
            beside = earlier.paragraph == sentence.paragraph
            if not parties and len(two) == 2 and (beside or _opposite(two, self.rules)):
                return two  # "Two banks": the sentence before names just two that act.
        return ()

    def _of_one_country(self, pointer: str, sentence: Sentence) -> tuple[Party, ...]:
        """The two firms of that country that the paragraph named last, for "the two Chinese companies"."""
        lands = gazetteer().find(pointer, self.rules.language, kinds=LAND)
        for earlier in reversed(self._before(sentence)) if lands else ():
            doers = [
                one
                for one in self._names(earlier.text)
                if one.kind in ACTORS and one.country == lands[0].entity.country
            ]
            if len(doers) == 2:
                return distinct([party_of(one) for one in doers])
        return ()

    def _known_groups(self, sentence: Sentence, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """The parties with the firm that «российский банк» means: the last of its country told in the paragraph."""
        return distinct([self._known_group(sentence, party, parties) or party for party in parties])

    def _known_group(self, sentence: Sentence, party: Party, parties: tuple[Party, ...]) -> Party | None:
        if self.rules.one_firm.fullmatch(party.name) is None:
            return None
        for earlier in reversed(self._before(sentence)):
            for one in reversed(self._names(earlier.text)):
                if one.kind in ORGANISED and one.country == party.country and party_of(one) not in parties:
                    return party_of(one)
        return None

    def _of_third(self, text: str, sentence: Sentence) -> bool:
        """Do the headline, the paragraph so far or the clause name a third country?"""
        heard = [text, *self.spoken(sentence), *(one.text for one in self._all if one.field == "title")]
        found = gazetteer().find("\n".join(heard), self.rules.language, kinds=("country",))
        return any(mention.entity.country not in ("CN", "RU") for mention in found)


_STATE = re.compile(r"(?:body|country|region|place):|[A-Z]{2}(?:-|\Z)")
_LAND = re.compile(r"(?:country|region|place):|[A-Z]{2}(?:-|\Z)")


def of_state(party: Party) -> bool:
    """Is it a body, a stretch of land or a state rather than a firm?"""
    return party.id is not None and _STATE.match(party.id) is not None


def _is_land(party: Party) -> bool:
    return party.id is not None and _LAND.match(party.id) is not None


def _opposite(named: Sequence[Party], rules: PartyRules) -> bool:
    """Could these be "the sides": not all of one country or of third ones, no union of states and no "side" (俄方)?"""
    countries = {party.country for party in named}
    return (
        len(countries) > 1
        and bool(countries & _OURS)
        and not any(p.name.endswith(rules.side_noun) or (p.id or "").startswith("group:") for p in named)
    )


def _joined(parties: Sequence[Party], near: Sequence[Party]) -> tuple[Party, ...]:
    """The sides of a clause and those it points back to, without short names of these (中粮 beside 中粮国际)."""
    own = [one for one in parties if not any(other.name.startswith(one.name) for other in near)]
    if len(own) == 1 and own[0].country is None and own[0].name[:1].isupper() and len(near) == TWO_SIDES:
        return tuple(own)  # nobody can tell which of the two it faces
    # "The sides will sign a deal with X": of the two told before, the one who is not of X's own land.
    facing = [one for one in near if one.country != own[0].country] if len(own) == 1 and own[0].country else []
    return distinct((*own, *(facing or near)))
