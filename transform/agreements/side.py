"""Whether one name of a clause is a side of its deal: by its kind and case, and by what stands before and behind it."""

from __future__ import annotations

from transform.names.dictionary import is_verb
from transform.names.gazetteer import gazetteer
from transform.names.named import LAND, Name
from transform.names.nominative import is_nominative
from transform.names.party_rules import PartyRules

_REACH = 100
"""As far back a preposition may stand."""
_MARKS = '«»„“”"'


def before_name(text: str, name: Name) -> str:
    """What stands before a name, as far back as a preposition may be."""
    return text[max(0, name.start - _REACH) : name.start]


def is_side(text: str, name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is the name a side of the deal that `cue` tells, with `before` and `after` as what stands beside it?"""
    if name.group:
        # «Соглашение подписали китайские компании»: right behind the verb they are its subject.
        acts = name.start < cue[1] or (rules.language == "ru" and not text[cue[1] : name.start].strip())
        return acts or bool(rules.linked_before.search(before)) or _given(text, name, before, rules)
    if name.kind == "corridor":
        return False  # "raises deliveries by Power of Siberia"
    if name.kind in LAND and rules.ends_before.search(before):
        return False  # "a line between Dalian and Vladivostok"
    linked = rules.linked_before.search(before) is not None
    if linked and rules.acts.bought_before.search(before) and rules.acts.seller_after.match(after):
        return False  # "bought 20% of Dalian Refinery from Sinopec": the one who sells it is a side
    if linked and _whence(text, name, before, rules):
        return False
    if not may_act(name, after.removeprefix(rules.particle) if linked else after, rules):
        return False
    if linked and not _is_whole(name, after, rules):
        return False
    if name.kind in LAND and rules.acts.contrast.search(text, cue[1], max(cue[1], name.start)):
        return False  # "…, but it concerns Blagoveshchensk only"
    if linked or rules.denies_after.match(after):
        return True
    if rules.denies_before.search(before) and rules.denied_there.match(after):
        return True
    if name.kind in LAND and _represented(text, name, before, after, cue, rules):
        return True
    if name.kind not in LAND and rules.owned_before.search(before) and rules.owned_after.match(after):
        return True
    if name.kind not in LAND and rules.acts.peers_before.search(before):
        return True  # «Палата и коллеги из CCPIT подписали …»
    if rules.acts.headed_before.search(before) and (
        rules.acts.signing_before.search(before) or rules.acts.signing_after.match(after)
    ):
        return True  # «Меморандум подписали глава „Сибура“ … и председатель Sinopec …»
    if rules.excluded_before.search(before) and not (
        (rules.acts.neuter.match(text, name.start) and not rules.acts.into_before.search(before))
        or (name.kind not in LAND and rules.acts.estate_before.search(before))
        or (
            name.id
            and name.text == text[name.start : name.end].strip(_MARKS)
            and rules.acts.event_before.search(before)
        )
    ):
        return False
    if name.kind in LAND:
        return _acts(name, before, after, cue, rules)
    return not (name.kind == "unknown" and name.start > cue[1] and rules.language == "en")


def stands(land: Name) -> bool:
    """May a Russian land be in the nominative: as the tables write it («Аньхой»), or by its ending?"""
    listed = gazetteer().entities.get(land.id or "")
    return (listed is not None and listed.names["ru"] == land.text) or is_nominative(land.text)


def may_share(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """May a name in a list be a side where the one before it is?"""
    return (
        may_act(name, after.removeprefix(rules.particle), rules)
        and _is_whole(name, after, rules)
        and not _of_another_clause(name, before, after, cue, rules)
    )


def may_act(name: Name, after: str, rules: PartyRules) -> bool:
    """Is the name neither what `after` excludes nor an attribute of it ("the Amur trader Agro-Vostok")?"""
    if rules.excluded_after.match(after):
        return False
    if name.kind == "unknown" and " " not in name.text and rules.language == "en":
        described = rules.attributive.match(after)
        if described and after[described.end() :].lstrip(' “"«')[:1].isupper():
            return False
    if name.kind in LAND and rules.acts.governed_after.match(after):
        return True  # "Khabarovsk governor Dmitry Demeshin and Harbin mayor … signed"
    return name.kind not in LAND or not (rules.possessive.match(after) or rules.attributive.match(after))


def _given(text: str, name: Name, before: str, rules: PartyRules) -> bool:
    """Is the Russian group in the dative, as whom something is sold to?"""
    return bool(rules.acts.dative.match(text, name.start) and rules.acts.handed_before.search(before))


def _whence(text: str, name: Name, before: str, rules: PartyRules) -> bool:
    """Is it Russian "from" there rather than "with" them («с Сахалина в Хулинь», «с завода „Х“»)?"""
    if rules.acts.from_before.search(before):
        return True
    if name.kind not in LAND or not rules.acts.with_before.search(before):
        return False
    surface = text[name.start : name.end]
    # «С Цзямусы — меморандум»: such a name has one form for all cases.
    return surface != name.text and rules.acts.genitive.search(surface.split()[0]) is not None


def _represented(text: str, name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is it a land whose officials sign, or whose deal it is («соглашение Татарстана с …»)?"""
    if rules.owned_before.search(before) and rules.owned_after.match(after):
        return True
    apart = text[min(name.end, cue[1]) : max(name.start, cue[0])]
    return rules.office.search(before) is not None and rules.acts.tells.search(apart) is None


def _of_another_clause(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Has the Russian name a verb of its own behind a comma («A расторгла контракт с B, C закрыла офис»)?"""
    if name.start < cue[1] or not rules.acts.clause_before.search(before):
        return False
    verb = rules.acts.own_verb.match(after)
    return verb is not None and is_verb(verb["verb"])


def _is_whole(name: Name, after: str, rules: PartyRules) -> bool:
    """Is a Chinese stretch of land no attribute of what follows it (与俄罗斯“水轮机”公司)?"""
    return name.kind not in LAND or rules.acts.land_after.match(after) is not None


def _acts(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is a stretch of land the subject here, rather than an address or an attribute?"""
    if name.kind not in ("country", "region", "place") and not rules.acts.port.search(name.text):
        return False
    if not (rules.acts.subject_before.search(before) and rules.acts.subject_after.match(after)):
        return False
    return stands(name) if rules.language == "ru" else name.start < cue[0]
