"""The forums, fairs and visits that a sentence names: those of the gazetteer, and what is called like one."""

from __future__ import annotations

import msgspec

from transform.agreements.rules import DealRules
from transform.names.gazetteer import gazetteer
from transform.names.named import canonical
from transform.names.party_rules import party_rules

#: As far before an event's name its number stands ("VIII", 第八届).
_NUMBER = 16


class EventMention(msgspec.Struct, frozen=True):
    """Where a sentence names an event; `key` is one for all names of an event, `kinds` are what sort of event it is."""

    start: int
    end: int
    key: str
    name: str
    #: which of its kind it is, if told with it (VIII, 第八届), as it stands before the name
    number: str
    kinds: frozenset[str]
    #: is it a name, and no word for any event of its kind ("the forum")?
    whole: bool
    #: is it one of the gazetteer's?
    listed: bool = False


def find_events(text: str, rules: DealRules) -> list[EventMention]:
    """The events of a sentence, in order."""
    sides = party_rules(rules.language)
    found: list[EventMention] = []

    def free(start: int, end: int) -> bool:
        return not any(start < one.end and one.start < end for one in found)

    for one in gazetteer().find(text, rules.language, kinds=("event",)):
        name = canonical(text[one.start : one.end], sides, one.entity.names)
        kinds = _kinds(" ".join((name, *one.entity.names.values())), rules)
        number = _number(text, one.start, rules)
        found.append(EventMention(one.start, one.end, one.entity.id, name, number, kinds, True, listed=True))
    for match in rules.signing.event_named.finditer(text):
        name = match[match.lastgroup or 0]
        if free(*match.span()):
            kinds = _kinds(match.group(), rules)
            found.append(EventMention(*match.span(), name.casefold(), name, "", kinds, True))
    for match in rules.signing.event.finditer(text):
        start, end = match.span("event")
        start = end - len(match["event"].lstrip())  # where only the word before it is missing, a blank is left
        if free(start, end):
            name = canonical(match["event"].strip(), sides, {})
            whole = not any(pattern.fullmatch(name) for pattern in rules.signing.event_kinds.values())
            number = _number(text, start, rules) if whole else ""
            found.append(EventMention(start, end, name.casefold(), name, number, _kinds(name, rules), whole))
    for kind, pattern in rules.signing.event_kinds.items():
        for match in pattern.finditer(text):
            if free(*match.span()):
                name = canonical(match.group(), sides, {})
                found.append(EventMention(*match.span(), name.casefold(), name, "", frozenset((kind,)), False))
    return sorted(found, key=lambda one: one.start)


def echoes_of(text: str, found: list[EventMention], rules: DealRules) -> frozenset[str]:
    """The kinds of words by which a sentence sends the reader elsewhere for event or place."""
    nouns = {kind for one in found if not one.whole for kind in one.kinds}
    return frozenset(nouns | {kind for kind, pattern in rules.signing.echoes.items() if pattern.search(text)})


def _number(text: str, start: int, rules: DealRules) -> str:
    number = rules.signing.numbered.search(text, max(0, start - _NUMBER), start)
    return number.group() if number else ""


def _kinds(name: str, rules: DealRules) -> frozenset[str]:
    return frozenset(kind for kind, pattern in rules.signing.event_kinds.items() if pattern.search(name))
