"""Whom a bare noun of a clause means: "the oblast", «Правительство края», 该行, «завод» after a plant's name."""

from __future__ import annotations

import re

import msgspec

from transform.agreements.cast import ORGANISED, Cast, party_of
from transform.names.gazetteer import gazetteer
from transform.names.inflection import genitive
from transform.names.named import canonical, name_at
from transform.records import Party
from transform.text.sentences import Sentence

#: As many letters tell the noun of a stretch of land (область, край), and that of one in a body's name.
_STEM, _STEM_OF_LAND = 4, 3
#: A publisher's name up to its kind (满洲里海关) is longer than this.
_LEAST = 3
#: As a firm is written whose name has been spelt out ("CNEIC").
_ACRONYM = re.compile("[A-Z]{3,7}")
_CAPITAL = re.compile("[A-Z](?=[a-z])")


def _initials(name: str) -> str:
    """The capitals with which the words of a name begin: CNEI for "China Nuclear Energy Industry"."""
    return "".join(_CAPITAL.findall(name))


class BareNouns(Cast):
    """Looks up what has been read for the name that a noun stands for."""

    def _whole(self, party: Party, sentence: Sentence) -> Party:
        """The party; for a bare kind (联合会) the last name that ends so, for 该州农业部 that oblast's body."""
        if party.id:
            return party
        if _ACRONYM.fullmatch(party.name) and (whole := self._spelt_out(party.name)):
            return whole
        nouns = self.rules.land_nouns
        seat = nouns.government.fullmatch(party.name)
        if seat and (land := self._land_named(seat["kind"], sentence)):
            return Party(name=land.name + seat["body"], country=land.country, id=land.id)
        if nouns.of_government.sub("", party.name) == nouns.town and (town := self._town()):
            return Party(name=town.name + party.name.removeprefix(nouns.town), country=town.country, id=None)
        if (own := self.rules.of_that_land.match(party.name)) and (land := self._kind_pointed_at(own.group())):
            return Party(name=land.name + party.name[own.end() :], country=land.country, id=None)
        if self.rules.language == "en" and self.rules.own_kind.fullmatch(party.name):
            return self._called(party.name) or party  # "the Foundation"
        if self.rules.language == "en" and self.rules.any_firm.fullmatch(party.name):
            return self._called(party.name) or self._opener(party) or party  # "the Company"
        if self.rules.points_to_kind.fullmatch(party.name) is None:
            return party
        return self._kind_pointed_at(party.name) or party

    def _spelt_out(self, acronym: str) -> Party | None:
        """The one firm or body of the article whose words begin with these letters; the last may be of its form."""
        found = {
            one.text: one
            for sentence in self._all
            for one in self._names(sentence.text)
            if one.kind in ORGANISED and _initials(one.text) in (acronym, acronym[:-1])
        }
        return party_of(next(iter(found.values()))) if len(found) == 1 else None

    def _placed(self, parties: tuple[Party, ...], sentence: Sentence) -> tuple[Party, ...]:
        """The parties; a bare body («Правительство края», "the city's trade bureau") with the land told last."""
        placed = list(parties)
        look_up = {"en": self._in_english, "ru": self._in_russian, "zh": self._in_chinese}[self.rules.language]
        for at, party in enumerate(parties):
            if party.id is None or self.rules.land_nouns.bare.fullmatch(party.name):
                facing = {one.country for one in placed if one is not party} - {None}
                placed[at] = look_up(party, sentence, facing) or party
        return tuple(placed)

    def _in_chinese(self, party: Party, sentence: Sentence, facing: set[str | None]) -> Party | None:
        """The body as the article last named it with its land (or will name it): 省商务厅 after 黑龙江省商务厅."""
        if self.rules.land_nouns.bare.fullmatch(party.name) is None:
            return None
        told = [one for one in self._all if one.field == "title" or one.start <= sentence.start]
        later = [one for one in self._all if one.field == "text" and one.start > sentence.start]
        whole = re.compile(rf"[一-鿿]{{0,8}}?{party.name}")
        for other in (*sorted(told, key=lambda one: (one.field == "text", one.start), reverse=True), *later):
            for mention in gazetteer().find(other.text, "zh", kinds=("region", "place", "company")):
                seated = whole.match(other.text, mention.start)
                if mention.entity.country not in {"CN", "RU"} - facing or seated is None:
                    continue
                apart = self.rules.land_nouns.parted.search(seated.group())
                if len(seated.group()) > len(party.name) and not apart:
                    return party_of(name_at(other.text, *seated.span(), "organisation", self.rules))
        return self._of_publishers_land(party)

    def _of_publishers_land(self, party: Party) -> Party | None:
        """省市场监管局 in what 山东省商务厅 publishes: the body of its province."""
        kind = party.name[:1]
        for mention in gazetteer().find(self.publisher, "zh", kinds=("region", "place")):
            land = self.publisher[mention.start : mention.end].removesuffix(kind)
            if mention.start == 0 and self.publisher.startswith(land + kind) and mention.entity.country == "CN":
                return Party(name=land + party.name, country="CN", id=None)
        return None

    def _in_russian(self, party: Party, sentence: Sentence, _facing: set[str | None]) -> Party | None:
        bare = self.rules.land_nouns.bare.fullmatch(party.name)
        land = self._land_named(bare["noun"][:_STEM_OF_LAND], sentence) if bare else None
        if bare is None or land is None:
            return None
        whose = genitive(self.rules.land_nouns.called_republic.sub("", land.name))
        return Party(name=bare["body"] + whose, country=land.country, id=None)

    def _in_english(self, party: Party, sentence: Sentence, facing: set[str | None]) -> Party | None:
        """The body under the name of the last town or region that is not of the land which it faces in the deal."""
        bare = self.rules.land_nouns.bare.match(party.name)
        if bare is None:
            return None
        town, body = bare["town"] is not None, party.name[bare.end() :]
        lands = ("CN",) if bare["chinese"] else ("RU",) if bare["russian"] else ("CN", "RU")
        for earlier in (sentence, *reversed(self._read), *(one for one in self._all if one.field == "title")):
            edge = earlier.text.find(party.name) if earlier is sentence else len(earlier.text)
            for mention in reversed(gazetteer().find(earlier.text, "en", kinds=("place",) if town else ("region",))):
                land = mention.entity
                if mention.end > edge or land.country not in lands or land.country in facing:
                    continue
                if not town and self.rules.land_nouns.its_body.fullmatch(body):
                    return Party(name=land.names["en"], country=land.country, id=land.id)
                name = self.rules.land_nouns.own_kind.sub("", earlier.text[mention.start : mention.end])
                # "Mudanjiang commerce bureau", but "Suifenhe city government"
                kind = " " if "s " in bare.group() or " " in body else f" {bare.group()}"
                return Party(name=name + kind + body, country=land.country, id=None)
        return None

    def _land_before(self, text: str, pointer: re.Match[str]) -> Party | None:
        """The land that 该州 means, where its own sentence names it before (X州州长表示，该州正与Y商谈)."""
        kind = pointer.group().removeprefix(self.rules.land_nouns.that)
        if kind not in self.rules.land_nouns.kinds:
            return None
        for mention in reversed(gazetteer().find(text[: pointer.start()], "zh", kinds=("region", "place"))):
            name = text[mention.start : mention.end]
            if name.endswith(kind):
                return Party(name=name, country=mention.entity.country, id=mention.entity.id)
        return None

    def _land_meant(self, noun: str, sentence: Sentence) -> Party | None:
        """The stretch of land that "the oblast" means: the last one before it whose own name has that noun."""
        if self.rules.land_noun.fullmatch(noun) is None:
            return None
        if self.rules.language == "en":
            return self._land_of("CN" if self.rules.land_nouns.chinese.search(noun) else "RU", sentence)
        return self._land_named(noun[:_STEM], sentence)

    def _land_of(self, country: str, sentence: Sentence) -> Party | None:
        """The last stretch of that country named before an English sentence."""
        for earlier in (*reversed(self._read), *(one for one in self._all if one.field == "title")):
            for mention in reversed(gazetteer().find(earlier.text, "en", kinds=("region",))):
                if mention.entity.country == country:
                    return Party(name=mention.entity.names["en"], country=country, id=mention.entity.id)
        return None

    def _land_named(self, stem: str, sentence: Sentence) -> Party | None:
        """The last stretch of land before a sentence in whose own name a word begins so."""
        told = [one.text for one in self._all if one.field == "title"]
        told += [one.text for one in self._all if one.field == "text" and one.start < sentence.start]
        nouns = self.rules.land_nouns
        for earlier in reversed(told):
            for mention in reversed(gazetteer().find(earlier, self.rules.language, kinds=("region",))):
                name = mention.entity.names.get(self.rules.language, "")
                written = earlier[mention.start : mention.end]
                of_russia = mention.entity.country == "RU" and written[0].isupper()
                republic = of_russia and nouns.republic.match(stem) and not nouns.no_republic.search(name)
                name = canonical(written, self.rules, {}) if republic else name
                if (republic or stem.casefold() in name.casefold()) and mention.entity.country in ("CN", "RU"):
                    return Party(name=name, country=mention.entity.country, id=mention.entity.id)
        return None

    def _kind_pointed_at(self, text: str) -> Party | None:
        """The last name of the kind that a pronoun tells: 该行 is the last bank, 该州 the last province."""
        pointed = self.rules.points_to_kind.search(text)
        if pointed is None:
            return None
        kind, nouns = pointed["kind"], self.rules.land_nouns
        for earlier in reversed(self._read):
            if kind in (None, nouns.harbour) and (seat := self._seated(earlier.text, kind)):
                return seat
            for one in reversed(self._names(earlier.text)):
                its_own = nouns.of_government.sub("", one.text)  # 该市: whose government signed
                of_kind = kind and (its_own.endswith(kind) or (kind == nouns.bank and one.kind == "bank"))
                if of_kind and one.text != kind:
                    return msgspec.structs.replace(party_of(one), name=its_own)
        return self._town() if kind == nouns.town and not pointed.group().startswith(nouns.that) else None

    def _house(self, text: str) -> Party | None:
        """Whose bulletin it is, where the clause says "our customs house", "the association": its publisher's name."""
        pointed = self.rules.own_house.search(text)
        kind = pointed[pointed.lastgroup or 0] if pointed else ""
        end = self.publisher.find(kind) + len(kind) if kind else 0
        if end <= max(_LEAST, len(kind)):
            return None
        return party_of(name_at(self.publisher, 0, end, "organisation", self.rules))

    def _town(self) -> Party | None:
        """The first Chinese town that the article names, for 市里 and 我市."""
        for earlier in self._read:
            for mention in gazetteer().find(earlier.text, self.rules.language, kinds=("place",)):
                town = mention.entity
                if town.country == "CN":
                    name, noun = town.names[self.rules.language], self.rules.land_nouns.town
                    return Party(name=name if name.endswith(noun) else name + noun, country="CN", id=town.id)
        return None

    def _seated(self, text: str, kind: str | None) -> Party | None:
        """The last park or port with a name of its own in a text: it begins with that of its place."""
        form = self.rules.harbour if kind else self.rules.park
        for mention in reversed(gazetteer().find(text, self.rules.language, kinds=("place", "region", "port"))):
            if seated := form.match(text, mention.start):
                return party_of(name_at(text, *seated.span(), "organisation", self.rules))
        return None

    def _meant(self, text: str, sentence: Sentence) -> Party | None:
        """Whom one of the clause's bare nouns ("the port and X have signed") was told to be."""
        found = (self._described(pointer.group(), sentence) for pointer in self.rules.points_to_one.finditer(text))
        return next((party for party in found if party), None)

    def _described(self, noun: str, sentence: Sentence) -> Party | None:
        """The name that was given with this noun: "завод" after «завод „Енисей-Агро“», "порт" after «Морской порт»."""
        if self.rules.language != "ru" or len(noun) < _STEM:
            return None
        kind = self.rules.own_kind.fullmatch(noun)
        for earlier in reversed(self._read) if kind else ():
            for one in reversed(self._names(earlier.text)):
                if one.kind in ORGANISED and re.search(rf"(?i)(?<![\w-]){noun}(?![\w-])", one.text) and " " in one.text:
                    return party_of(one)
        return None
