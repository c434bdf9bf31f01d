"""Sides that a clause leaves to its context: "the companies", "it", a firm named once by a bracketed short name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.agreements.cast import DOERS, NOUN, ORGANISED, compatriots, party_of
from transform.agreements.joint_nouns import TWO_SIDES, JointNouns, of_state
from transform.agreements.parties import distinct
from transform.names.framed import name_of
from transform.names.gazetteer import gazetteer
from transform.names.named import LAND, Name, name_at
from transform.names.party_rules import PartyRules
from transform.names.written import Written
from transform.records import Party
from transform.text.sentences import Sentence


def _states(language: str) -> tuple[Party, ...]:
    """China and Russia themselves, for "the two governments"."""
    both = [gazetteer().by_name(name, "en") for name in ("China", "Russia")]
    return tuple(Party(name=one.names[language], country=one.country, id=one.id) for one in both if one)


class Context(JointNouns):
    """Whom a clause means by what it leaves to the article."""

    def __init__(self, sentences: Sequence[Sentence], rules: PartyRules, publisher: str | None = None) -> None:
        super().__init__(sentences, rules, publisher)
        self._written = Written(sentences, rules)

    def settled(self, parties: Sequence[Party]) -> tuple[Party, ...]:
        """The parties as the article writes them elsewhere: in the nominative, with their country."""
        return distinct([self._written.settled(party) for party in parties])

    def resolved(
        self, text: str, sentence: Sentence, parties: tuple[Party, ...], near: tuple[Party, ...], anaphoric: bool
    ) -> tuple[Party, ...]:
        """The parties with those that a pronoun, "the sides" or "the company" stands for in the same paragraph.

        `near` are the sides of the paragraph's last deal; `anaphoric` says that the clause goes on about it.
        """
        parties = tuple(
            self._aliases.get(party.name) or self._whole(party, sentence) for party in self._placed(parties, sentence)
        )
        of_states = self.rules.state_paper.search(text) is not None
        if of_states and not all(map(self._of_state, near)):
            near = ()  # firms sign no protocol on what beef has to be
        if not parties and self.rules.turns.match(text):
            return ()
        written = parties[0].name if len(parties) == 1 else None
        parties = self._known_groups(sentence, parties)
        if len(parties) == 1 and self.rules.governments.fullmatch(parties[0].name):
            return parties  # 两国海关: nobody is left out
        parties = self._or_states(text, sentence, parties)
        if len(parties) >= 2:
            return parties
        if last := self._told_last(text, sentence, parties):
            if not parties and len(near) == TWO_SIDES and any(one.name == last.name for one in near):
                return near  # "with the same firm they agreed to open a store": the two of the deal before
            parties = distinct((last, *parties))
            if not (self.rules.points_to_one.search(text) or self.rules.speaks_for.search(text)):
                return parties
        if not parties and (speaker := self._said_of_itself(text, sentence)):
            return (speaker,)
        if len(parties) == 1 and self.rules.tells_with.search(text) and (speaker := self._speaking(text)):
            return distinct((speaker, *parties))  # "X公司确认，与Y的谈判已终止，双方…"
        back = self.rules.points_back.search(text) or self.rules.same_two.search(text)
        if (back or (anaphoric and not parties)) and (
            both := self._both_told(parties, sentence, near, back.group() if back else "", of_states=of_states)
        ):
            return both
        if near and self._goes_on(text, sentence, parties, near, anaphoric):
            return near
        if len(parties) == 1 and (other := self._other(text, sentence, parties[0], near, written)):
            return distinct((*self._placed((other,), sentence), *parties))
        if not parties and (anaphoric or self.rules.points_to_one.search(text)):
            # "Negotiations have begun, and the Russian producer asks for more": whom the paragraph is about
            topic = self._topic(text, sentence)
            return (topic,) if topic and not of_states else ()
        return parties

    def _of_state(self, party: Party) -> bool:
        """Is it a body or a stretch of land, by the tables or by its name («… таможенное управление»)?"""
        return of_state(party) or (party.id is None and self.rules.state_body.search(party.name) is not None)

    def _or_states(self, text: str, sentence: Sentence, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """Both states where they act themselves or through their leaders; nobody where these only look on."""
        led = self.rules.leaders.search(text)
        told = self.rules.language == "zh" and len(parties) >= 2
        act = not told and self.rules.states.search(text) is not None
        if not (act or led) or self._of_third(text, sentence):
            return parties
        if act or not led:
            return _states(self.rules.language)
        others = [one for one in parties if one.name not in led.group()]
        if not others and self.rules.leaders_look_on.match(text, led.start()):
            return ()
        return _states(self.rules.language) if all(map(of_state, others)) else parties

    def _told_last(self, text: str, sentence: Sentence, parties: tuple[Party, ...]) -> Party | None:
        """Whom the sentence points back to as named last: "the same firm"."""
        pointer = self.rules.points_to_last.search(text)
        return self._last(text, pointer, sentence, parties) if pointer else None

    def _goes_on(
        self, text: str, sentence: Sentence, parties: tuple[Party, ...], near: tuple[Party, ...], anaphoric: bool
    ) -> bool:
        """Are the sides those of the paragraph's last deal, of whom it names none or one?"""
        if not parties:
            of_new = self.rules.new_deal.match(text) or self._of_third(text, sentence)
            return (self.rules.language != "zh" and not of_new) or self.rules.also.search(text) is not None
        # "Rosneft says that the contract …": of the two who made it, one speaks
        goes_on = anaphoric and self.rules.points_to_one.search(text) is None
        return goes_on and len(parties) == 1 and any(one.name == parties[0].name for one in near)

    def lent(self, text: str, sentence: Sentence, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """The parties with a side that the clause leaves to who tells of it, or the opening to the headline."""
        named = [one for one in parties if one.id or not one.name[:1].islower()]
        if len(named) < 2 and (told := self.rules.teller.search(text)):
            teller = party_of(name_at(text, *told.span("side"), "organisation", self.rules))
            if all(one.name[:NOUN] != teller.name[:NOUN] for one in parties):
                return (*parties, teller)
        if not parties and sentence.paragraph == 0 and not self._before(sentence):
            title = next((one for one in self._all if one.field == "title"), None)
            found = [one for one in self._names(title.text) if one.kind in ORGANISED] if title else []
            return distinct([party_of(one) for one in found]) if len(found) <= TWO_SIDES else ()
        return parties

    def named_after(self, text: str) -> tuple[Party, ...]:
        """The two sides, not of one country, that the sentence behind a deal says it is of; none where it does not."""
        told = self.rules.sides_after.search(text)
        if told is None:
            return ()
        if "one" in told.groupdict():
            found = [name_of(text, *told.span(group), self.rules) for group in ("one", "other")]
        else:
            found = [one for one in self.named(text) if one.kind in DOERS and not one.group]
        two = distinct([party_of(one) for one in found if one and not one.text.endswith(self.rules.side_noun)])
        return two if len(two) == TWO_SIDES and not compatriots(*two) else ()

    def told_right_before(self, sentence: Sentence) -> tuple[Party, ...]:
        """The two sides that the nearest sentence above names together, for "the same two" of a list's next item."""
        return self._both_told((), sentence, (), "", of_states=False)

    def tellers(self, text: str) -> tuple[Party, ...]:
        """The sides by whose word, as the sentence behind a deal says, it became known: its supplier, its buyer."""
        if self.rules.told_by.match(text) is None:
            return ()
        return distinct([party_of(one) for one in self.named(text) if one.kind in ORGANISED and not one.group])

    def _last(self, text: str, pointer: re.Match[str], sentence: Sentence, parties: tuple[Party, ...]) -> Party | None:
        """Whom "with it" means: the last doer that the paragraph names before it."""
        ahead = sentence.text[: max(0, sentence.text.find(text)) + pointer.start()]
        for earlier in (ahead, *(one.text for one in reversed(self._before(sentence)))):
            for one in reversed(self._names(earlier)):
                if one.kind in DOERS and all(one.text != party.name for party in parties):
                    return party_of(one)
        return None

    def _other(
        self, text: str, sentence: Sentence, party: Party, near: tuple[Party, ...], written: str | None
    ) -> Party | None:
        """The side that "the company" stands for, or that a lone "with X" leaves out: who acts in the paragraph.

        `written` is what the text calls the party, where that is a description.
        """
        if house := self._house(text):
            return house
        if self.rules.speaks_for.search(text) and (speaker := self._speaker(sentence)):
            return speaker
        if self.rules.ours.search(text):
            return None
        found = self._names(text)
        pointers = list(self.rules.points_to_one.finditer(text))
        # In "the corporation X and the republic signed" only the second noun leaves its name out.
        bare = (one for one in pointers if not _NAME_NEXT.match(text, one.end()))
        pointer = next(bare, pointers[0] if pointers else None)
        if pointer and (land := self._land_before(text, pointer)):
            return land
        own = next((name.start for name in found if name.text in (party.name, written)), None)
        # "X said that it ended its contract": the pronoun means X, in English "its" alone where X opens the sentence.
        pointed = pointer is not None and not (
            own is not None
            and own < pointer.start()
            and (
                (
                    pointer.group().lower() in self.rules.reflexive
                    and (self.rules.language == "ru" or found[0].start == own)
                )
                or self.rules.told_that.search(text, own, pointer.start())
            )
        )
        linked = next(
            (self.rules.linked_before.search(text[: n.start]) for n in found if n.text in (party.name, written)), None
        )
        if (pointed or linked) and (speaker := self._speaking(text, known=not pointed)) and speaker.name != party.name:
            return speaker
        first = found[0] if found and found[0].kind in DOERS and found[0].text not in (party.name, written) else None
        heard = first is not None and (
            self.rules.beside.told_to.search(text, 0, first.start) or self.rules.excluded_after.match(text[first.end :])
        )
        if pointed and pointer and first and not heard and first.start < pointer.start():
            return party_of(first)
        if self.rules.apart.search(text):
            return self._protagonist(party) if linked else None
        if pointed and pointer and self.rules.land_noun.fullmatch(pointer.group()):
            return self._land_meant(pointer.group(), sentence)
        if not pointed and not linked:
            return None
        meant = self._kind_pointed_at(text) or self._meant(text, sentence)
        others = (
            self._facing(party, near) if not pointed and self.rules.language != "zh" else None,
            self._topic(text, sentence, party),
            next((one for one in near if party.name not in one.name), None),
            self._protagonist(party) if linked else None,
        )
        # Two firms of one country rather tell the deal by both their names; a name's short form is no other side.
        found_near = meant or next(
            (one for one in others if one and not compatriots(one, party) and party.name not in one.name), None
        )
        return found_near or (self._far(text, pointer, party) if pointed and pointer else None)

    def _far(self, text: str, pointer: re.Match[str], party: Party) -> Party | None:
        """Whom "the ministry" or "the firm" means where no sentence near tells: the article's last name of that kind.

        A firm that nothing else tells is whom the article begins with.
        """
        noun = pointer.group().split()[-1]
        own = self.rules.own_kind.fullmatch(noun)
        if (own is None and self.rules.any_firm.fullmatch(noun) is None) or _NAME_NEXT.match(text, pointer.end()):
            return None
        lands = gazetteer().find(pointer.group(), self.rules.language, kinds=LAND)
        if party.country and any(land.entity.country == party.country for land in lands):
            return None
        meant = self._called(noun) or (None if own else self._opener(party))
        return None if meant is None or meant.name == party.name or compatriots(meant, party) else meant

    def _facing(self, party: Party, near: tuple[Party, ...]) -> Party | None:
        """The side of the paragraph's last deal that is of the other country than a lone new partner's."""
        others = [one for one in near if party.country and one.country and one.country != party.country]
        return others[0] if len(others) == 1 and all(one.name != party.name for one in near) else None

    def _of_next(self, text: str, land: Name, named: Sequence[Name]) -> bool:
        """Does it only tell whose, or in Chinese where, the next name is (莫斯科州的冰淇淋厂“北方白熊”)?"""
        following = next((one for one in named if one.start >= land.end), None)
        whose = self.rules.joined.whose if land.kind in LAND else self.rules.owned
        return following is not None and whose.fullmatch(text[land.end : following.start]) is not None

    def _topic(self, text: str, sentence: Sentence, other: Party | None = None) -> Party | None:
        """Whom the paragraph is about, beside `other`: a short name, else who acts in it first, of the nation told."""
        pointer = self.rules.points_to_one.search(text)
        told = gazetteer().find(pointer.group(), self.rules.language, kinds=("country",)) if pointer else ()
        nations = {None, *(mention.entity.country for mention in told)}
        if short := self._by_alias(text, other):
            return short
        before, doers = self._before(sentence), DOERS
        if self.rules.points_to_one.match(text) and not before:
            before, doers = self._above(sentence), DOERS - {"unknown"}
        # "It" is whom the sentence before is about, "the company" whom the paragraph is.
        for earlier in reversed(before) if self.rules.last_one.match(text) else before:
            if told:
                own = [one for one in self._names(earlier.text) if one.country in nations and one.kind != "country"]
            else:
                own = self._unlinked(earlier)
                own = [one for one in own if not self._of_next(earlier.text, one, own)]
            ahead = earlier.text[: own[0].start] if own else earlier.text
            # In Chinese 公司 may be the end of any firm's name.
            if not told and self.rules.language != "zh" and (short := self._by_alias(ahead, other)):
                return short
            if own and own[0].kind in doers:
                return party_of(own[0])
        return None

    def _by_alias(self, text: str, other: Party | None) -> Party | None:
        """Whom a text first calls by a short name that the article has given («далее — Компания»), beside `other`."""
        brief = [(text.find(alias), party) for alias, party in self._aliases.items() if party != other]
        return min((one for one in brief if one[0] >= 0), key=lambda one: one[0], default=(0, None))[1]


#: The noun belongs to the name that follows: "the group Terneiles".
_NAME_NEXT = re.compile(r",?\s[«\"“]?[A-ZА-ЯЁ]")
