"""What kind of paper a deal is, and how many of them a clause covers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transform.agreements.rules import DealRules
from transform.agreements.status import Deal, masked, plain
from transform.records import AgreementType, Party

#: So many sides one deal has.
_PAIR = 2
#: A plain "agreement" or "document" yields to a more telling noun this many characters further away.
_PLAIN = 80
_TYPES: tuple[AgreementType, ...] = (
    "memorandum", "contract", "framework", "intergovernmental", "joint_venture", "protocol", "loan", "roadmap",
    "agreement",
)  # fmt: skip


def deal_type(text: str, deal: Deal, rules: DealRules) -> AgreementType | None:
    """The most specific type among the nouns near the words of signing, or None where no noun stands."""
    text = masked(text, rules)
    which = rules.scope.which.search(text, 0, deal.start)
    if which and any(pattern.search(text, 0, which.start()) for pattern in rules.types.values()):
        text = text[: which.start()]
    number = rules.counts.number.search(text)
    if number:
        # Of several deals the counted noun alone says what they are.
        text = " " * number.start() + number.group() + " " * (len(text) - number.end())
    best: tuple[int, int] | None = None
    kind: AgreementType | None = None
    covered: list[tuple[int, int]] = []
    for name, pattern in sorted(rules.types.items(), key=lambda item: item[0] == "agreement"):
        for match in pattern.finditer(text):
            if any(
                start <= match.start() and match.end() <= end and (start, end) != match.span() for start, end in covered
            ):
                continue
            covered.append(match.span())
            distance = max(match.start() - deal.end, deal.start - match.end(), 0)
            if name == "agreement" and rules.scope.plain.fullmatch(match.group()):
                distance += _PLAIN * (2 if rules.scope.faint.fullmatch(match.group()) else 1)
            rank = (distance, -len(match.group()))
            if best is None or rank < best:
                best, kind = rank, next(known for known in _TYPES if known == name)
    return kind


def deal_count(text: str, rules: DealRules) -> int | None:
    """How many deals: the number that is told, None for "numerous" or a bare plural, else 1."""
    text = plain(text)
    numbers = (one for one in rules.counts.number.finditer(text) if any(one.groups()))
    number = rules.counts.part.search(text) or next(numbers, None)
    told = next((group for group in number.groups() if group), "") if number else ""
    if number and (value := _value(told, rules)):
        for word in number.group().lower().replace(told.lower(), "", 1).split():
            value *= rules.counts.multiples.get(word, 1)
        return value
    if rules.counts.many.search(text) or rules.counts.several.search(text):
        return None
    return 1


def with_each(count: int | None, text: str, parties: Sequence[Party], rules: DealRules) -> int | None:
    """As many deals as partners, where one side signed "with each" of two or more (分别与A、B签署).

    As many as pairs, where as many of one country signed with as many of the other (A、B分别与C、D签署).
    """
    if count not in (None, 1) or len(parties) <= _PAIR:
        return count
    nations = Counter(one.country for one in parties)
    if rules.counts.pairwise.search(text) and len(nations) == _PAIR and len({*nations.values()}) == 1:
        return len(parties) // _PAIR
    return len(parties) - 1 if count == 1 and rules.counts.each.search(text) else count


def _value(told: str, rules: DealRules) -> int | None:
    """A number in digits or words; a year is none."""
    digits = re.sub(r"[\s,，\u00a0]", "", told)
    if digits.isdigit():
        return None if len(told) == 4 and told[:2] in ("19", "20") else int(digits)
    low = told.lower()
    words = [low] if low in rules.counts.words else re.split(r"[\s-]+", low)
    values = [rules.counts.words.get(word) for word in words]
    return None if None in values else sum(value for value in values if value)
