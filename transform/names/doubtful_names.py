"""Whether what is written like a name is a firm's or body's, or a person's, a sentence's first word, an adjective."""

from __future__ import annotations

import re

from transform.names.dictionary import is_given_name, is_known, is_organisation, is_place, is_verb
from transform.names.gazetteer import gazetteer
from transform.names.home_names import names_russian
from transform.names.named import LAND
from transform.names.nominative import is_adjective
from transform.names.party_rules import PartyRules
from transform.names.transcription import names_chinese


def says_what(text: str, start: int, rules: PartyRules) -> bool:
    """Do the words before a quoted Russian name say what kind of body it is?"""
    if rules.organised.search(text[:start]):
        return True
    kind = rules.looks.abbreviated.search(text, 0, start)
    return kind is not None and kind[1] not in rules.stop


def instrumental(name: str, rules: PartyRules) -> bool:
    """Is the first word no adjective but a name in the instrumental?"""
    first, _, rest = name.partition(" ")
    if not rest[:1].islower() or rules.looks.instrumental.search(first) is None:
        return False
    return not (is_known(first) or is_adjective(first))


def is_person(text: str, start: int, end: int, rules: PartyRules) -> bool:
    """Is it a person's name, by its words or by those beside it?"""
    surface, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 12]
    if rules.people.search(surface) and not (rules.language == "en" and rules.organised.search(surface)):
        return True  # Li Qiang, and not Sun Paper
    if rules.language == "zh":
        return bool(re.match(rules.person.pattern, after))
    if rules.language == "ru":
        return _beside_a_name(surface, text[:start], text[end:]) or is_given_name(surface)
    if re.search(rules.person.pattern, surface):
        return True
    if rules.looks.owner_before.search(before) and (
        rules.organised.search(surface) or any(one.start == 0 for one in gazetteer().find(surface, "en", kinds=LAND))
    ):
        return False
    return bool(re.search(rules.person.pattern + r",? $", before)) and " " in surface


def _beside_a_name(surface: str, before: str, after: str) -> bool:
    """Is the Russian word one of two capitalised words of no dictionary, or next to a first name: a person's?"""
    if not re.fullmatch("[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", surface):
        return False
    beside = re.search("([А-ЯЁ][а-яё]+) $", before) or re.match(" ([А-ЯЁ][а-яё]+)", after)
    if beside is None:
        return False
    word = beside.group(1)
    if is_given_name(word) and not is_place(word):
        return True
    return not is_known(word) and not is_known(surface)


def sentence_start(text: str, start: int, rules: PartyRules) -> bool:
    """Does a sentence begin with the word?"""
    before = text[:start]
    return (
        not re.search(r"[\w,;:»”\")—–-]\s*[“\"«'‘]*\s*$", before)
        or rules.looks.who_speaks.fullmatch(before) is not None
    )


def trusted(text: str, surface: str, end: int, rules: PartyRules, known: frozenset[str]) -> bool:
    """Is a sentence's first word a name? Two capitals are; one is where the article uses it elsewhere or it acts."""
    if rules.language == "zh" or " " in surface or not surface.isalpha() or surface[1:] != surface[1:].lower():
        return True
    if surface in known:
        return True
    if rules.language == "ru":
        if is_known(surface):
            return is_organisation(surface)
        behind = re.match(r" ([а-яё]+)", text[end:])
        # «Крупноузловая сборка»: an adjective of no dictionary before its noun
        return not (behind and is_adjective(surface) and is_known(behind[1]) and not is_verb(behind[1]))
    if names_russian(surface, "en") or names_chinese(surface, "en"):
        return True
    return bool(rules.predicate.match(text[end:])) and not rules.looks.adverb.search(surface)


def asserts(surface: str, rules: PartyRules) -> bool:
    """Does a Russian quotation say something («Никаких документов нет»)? No firm is called by a sentence."""
    later = re.findall(r"(?<=[ ,])[а-яё]+", surface)
    return any(word in rules.looks.verbs or (len(word) > 2 and is_known(word) and is_verb(word)) for word in later)


def looks_organised(match: re.Match[str], text: str, start: int, rules: PartyRules) -> bool:
    """Do its own words, marks or those before it say that it is a firm's or body's name?"""
    if rules.language == "ru":
        return bool(rules.organised.search(text[:start])) or bool(match["quoted"])
    if rules.language == "zh":
        return bool(match["core"])
    return bool(rules.organised.search(match.group()))


def attribute(text: str, start: int, end: int, kind: str, rules: PartyRules) -> bool:
    """Is it an adjective («Китайский консорциум»), save in «Челябинской и Свердловской областями»?"""
    if " " in text[start:end] or not is_adjective(text[start:end]):
        return False
    return kind == "country" or not rules.looks.land_noun.match(text, end)


def russian_firm(surface: str, rules: PartyRules) -> bool:
    """An unquoted Russian word that may be a firm: Latin, capitals, mixed case, or no word of the dictionary."""
    if re.search("[A-Za-z]", surface) or re.search("[А-ЯЁ].*[А-ЯЁ]", surface):
        return True
    if rules.looks.adjective.search(surface):
        return False  # «Эльгинский проект», «Толлинговое соглашение»
    if rules.looks.bank.fullmatch(surface):
        return True
    if "-" in surface and all(is_known(part) for part in surface.split("-")):
        return False  # «Провинция-гость»
    return (not is_known(surface) or is_organisation(surface)) and len(surface) > 4
