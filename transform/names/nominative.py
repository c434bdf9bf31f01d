"""The nominative of Russian names, which no dictionary holds, by a morphological analyser and by their endings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from transform.names.dictionary import is_known, is_place, parses
from transform.names.transcription import in_syllables, stands_whole
from transform.rules import Pattern, load, pattern

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse

#: A Chinese syllable has no more letters, whatever the dictionary takes it for (Гань, Нань).
_SYLLABLE = 4
#: The analyser writes е for э and ё («Хэнтай»: хентай).
_FLAT = str.maketrans("эё", "ее")


def _cased(form: str, model: str) -> str:
    """The form with the capitals of the word that it came from (АвтоВАЗа: АвтоВАЗ)."""
    shared = 0
    one, two = form.lower().translate(_FLAT), model.lower().translate(_FLAT)
    while shared < min(len(form), len(model)) and one[shared] == two[shared]:
        shared += 1
    return model[:shared] + (form[shared:].upper() if model.isupper() and len(model) > 1 else form[shared:])


class NominativeRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names and words end that no dictionary holds; the file says what each is for."""

    adjective: Pattern
    plural: Pattern
    plural_case: Pattern
    feminine: Pattern
    masculine_case: Pattern
    no_adjective: Pattern
    consonant: Pattern
    undeclined: Pattern
    oblique: Pattern
    in_om: Pattern
    in_oy: Pattern
    in_oy_ends: str
    indeclinable: Pattern
    stands: Pattern
    vowel: Pattern
    vowelless: Pattern
    feminine_letters: str
    code: Pattern
    masculine: Pattern
    coal: Pattern
    coal_ends: str
    soft: Pattern
    soft_ends: str
    bank: Pattern
    jar: str
    always_several: str
    possessive: Pattern
    possessive_ends: dict[str, str]


@cache
def _rules() -> NominativeRules:
    return load("nominative", "ru", NominativeRules, pattern)


def nominative(phrase: str) -> str:
    """A Russian name in the nominative: its head noun and the adjectives before it; what follows the head stays.

    Unknown words go by their endings; abbreviations and Latin words are left as they are.
    """
    rules = _rules()
    words = phrase.split(" ")
    gender: str | None = None
    head = next((n for n, word in enumerate(words) if not is_adjective(word)), len(words) - 1)
    if code := rules.code.search(words[head]):
        words[head] = words[head][: code.start()]
        return nominative(" ".join(words[: head + 1])) + " ".join([code.group(), *words[head + 1 :]])
    if masculine := rules.masculine.fullmatch(words[head]):
        epithets = [_adjective(word, "masc", plural=False) for word in words[:head]]
        return " ".join([*epithets, masculine["name"], *words[head + 1 :]])
    if coal := rules.coal.fullmatch(words[head]):
        return " ".join([*words[:head], coal["name"] + rules.coal_ends, *words[head + 1 :]])
    if soft := rules.soft.fullmatch(words[head]):
        whole = soft["name"] + rules.soft_ends
        if in_syllables(whole, "ru") and not is_known(words[head]):
            return " ".join([*words[:head], whole, *words[head + 1 :]])
    if head == 0 and len(words) == 2 and (owned := _owned(*words)):
        return owned
    if head == 0 and len(words) == 2 and _whole_name(*words):
        return phrase
    if head == 0 and len(words) == 2 and _compound(*words):
        return f"{words[0]} {nominative(words[1])}"
    parsed = _noun(words[head], words[:head])
    if parsed is not None:
        tag = parsed.tag
        plural = _plural(words[:head], words[head])
        gender = None if plural else tag.gender
        form = parsed.inflect({"nomn", "plur" if plural else "sing"})
        noun = _cased(form.word, words[head]) if form else words[head]
    else:
        plural = all(rules.plural.search(word) for word in words)
        gender = "femn" if words[head] in rules.feminine_letters.split() else None
        if all(rules.feminine.search(word) for word in words):
            gender = "femn"  # «Забайкальская транспортная»
        declined = head or rules.masculine_case.search(words[head])  # с «Тепличным»
        noun = _adjective(words[head], gender, plural) if declined and is_adjective(words[head]) else words[head]
    if noun.startswith(words[head]) and (firm := rules.in_oy.fullmatch(words[head])):
        noun = firm["name"] + rules.in_oy_ends
    epithets = [_adjective(word, gender, plural) for word in words[:head]]
    return " ".join([*epithets, noun, *words[head + 1 :]])


def _owned(first: str, noun: str) -> str | None:
    """«Берингов краб» of «Берингова краба»; None where the first word is no possessive adjective."""
    rules = _rules()
    possessive, parsed = rules.possessive.fullmatch(first), _noun(noun) if noun[:1].islower() else None
    if possessive is None or parsed is None or parsed.tag.gender not in rules.possessive_ends or is_place(first):
        return None
    return f"{possessive['stem']}{rules.possessive_ends[parsed.tag.gender]} {nominative(noun)}"


def _whole_name(first: str, last: str) -> bool:
    """Is it a foreign name whose last word shows that it stands in the nominative («Цзянсу Вудс», «Нань Тишью»)?"""
    rules = _rules()
    foreign = len(first) <= _SYLLABLE or not (is_known(first) or is_known(last))
    if foreign and last[:1].isupper() and rules.undeclined.search(last):
        return True
    stands = last[:1].isupper() and rules.consonant.search(last) is not None and not is_known(last)
    return stands and (is_place(first) or not is_known(first))


def _compound(first: str, last: str) -> bool:
    """Is it a foreign name of which the last word declines («Лунцзян Банком»), rather than a head and its genitive?"""
    rules = _rules()
    if first[:1].isupper() and rules.bank.fullmatch(last):
        return True
    if not first[:1].isupper() or not last[:1].isupper() or not re.search("[а-яё]$", last):
        return False
    if is_place(last):
        return False  # «Эксимбанк Китая»
    return rules.oblique.search(last) is not None or (rules.consonant.search(first) is not None and not is_known(first))


def is_adjective(word: str) -> bool:
    """Has the word an adjective's ending, and a reading as one?"""
    rules = _rules()
    if rules.no_adjective.fullmatch(word) and not is_known(word):
        return False
    return bool(rules.adjective.fullmatch(word)) and any(
        "ADJF" in p.tag or "PRTF" in p.tag for p in parses(word.lower())[:3]
    )


def _agreeing(nouns: list[Parse], epithets: Sequence[str]) -> list[Parse]:
    """The readings of a noun that agree with the adjective before it: «Уссурского поля» is of поле, not поля."""
    cases = [parse.tag for parse in parses(epithets[-1].lower()) if "ADJF" in parse.tag] if epithets else []
    return [
        noun
        for noun in nouns
        if any(
            (tag.case, tag.number) == (noun.tag.case, noun.tag.number) and tag.gender in (None, noun.tag.gender)
            for tag in cases
        )
    ]


def _noun(word: str, epithets: Sequence[str] = ()) -> Parse | None:
    rules = _rules()
    if not re.search("[а-яё]", word) or rules.vowelless.fullmatch(word) or len(word) < 3 or re.search("[A-Za-z]", word):
        return None
    if rules.indeclinable.match(word):
        return None
    if word.isupper() or (word[-1].isupper() and word[-2].isupper()):
        return None
    if word[0].isupper() and rules.consonant.search(word) and not is_known(word):
        return None  # a name that ends in a consonant stands in the nominative
    if rules.stands.fullmatch(word) and not is_known(word):
        return None
    if word[0].isupper() and rules.vowel.search(word) and not is_known(word) and stands_whole(word, "ru"):
        return None  # nor a firm of China whose last syllable ends so («Юйсу»)
    nouns = [parse for parse in parses(word.lower()) if "NOUN" in parse.tag]
    if word[0].islower():
        nouns = [parse for parse in nouns if "Geox" not in parse.tag] or nouns  # «порту» is no Porto
    nouns = [parse for parse in nouns if not parse.normal_form.endswith(rules.jar)] or nouns
    nouns = _agreeing(nouns, epithets) or nouns
    if (firm := rules.in_om.fullmatch(word)) and not is_known(word):
        # An unknown name in -ом is a firm in a consonant («Рольфом»), hardly ever one in -ома.
        nouns = parses(firm["name"].lower())
    for parse in nouns:
        if parse.tag.case == "nomn" and parse.tag.number == "sing":
            return parse
    return nouns[0] if nouns else None


def _plural(adjectives: list[str], noun: str) -> bool:
    """Is the phrase a plural one: «китайскими дорогами», «власти»?"""
    if noun.lower().startswith(_rules().always_several):
        return True
    return any(_rules().plural.search(word) for word in adjectives)


def _adjective(word: str, gender: str | None, plural: bool) -> str:
    for parse in parses(word.lower()):
        if "ADJF" in parse.tag or "PRTF" in parse.tag:
            form = parse.inflect({"nomn", "plur"} if plural else {"nomn", "sing", gender or "masc"})
            if form is not None:
                return _cased(form.word, word)
    return word


def is_nominative(word: str) -> bool:
    """Could the Russian word or phrase stand in the nominative?"""
    return plain_name(nominative(word)) == plain_name(word)


def nominative_plural(noun: str) -> str:
    """«компаний»: «компании»."""
    for parse in parses(noun.lower()):
        if "NOUN" in parse.tag:
            form = parse.inflect({"nomn", "plur"})
            if form is not None:
                return _cased(str(form.word), noun.lower())  # «партнерами», written so, are no «партнёры»
    return noun


def singular(phrase: str) -> str:
    """«таможенными управлениями»: «таможенное управление»."""
    *epithets, noun = phrase.split(" ")
    for parse in parses(noun):
        if "NOUN" in parse.tag and (form := parse.inflect({"nomn", "sing"})):
            return " ".join([*(_adjective(word, parse.tag.gender, plural=False) for word in epithets), form.word])
    return phrase


def person(name: str) -> str:
    """«Василия Орлова»: «Василий Орлов»; a name that no first name of the dictionary fits stays as it is."""
    given, *rest = name.split(" ")
    for first in parses(given.lower()):
        form = first.inflect({"nomn"}) if "Name" in first.tag else None
        others = [_of_case(word, first) for word in rest]
        if form is not None and None not in others:
            return " ".join([_cased(form.word, given), *filter(None, others)])
    return name


def _of_case(word: str, first: Parse) -> str | None:
    """A surname in the nominative that stands in the case and gender of the first name beside it; else None."""
    for parse in parses(word.lower()):
        fits = parse.tag.case == first.tag.case and parse.tag.gender in (first.tag.gender, None)
        if fits and "Surn" in parse.tag and (form := parse.inflect({"nomn"})):
            return _cased(form.word, word)
    return None


def plural_adjective(word: str) -> str:
    """«логистическими»: «логистические»."""
    return _rules().plural_case.sub("е", word)


def plain_name(name: str) -> str:
    """The name as names are compared: lower case, ё as е."""
    return name.lower().replace("ё", "е")
