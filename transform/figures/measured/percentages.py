"""Whether a percentage is a share of something or a change, and which way that went."""

from __future__ import annotations

import re
from collections.abc import Callable

from transform.figures.measured.measure import REACH, Measured, Stated, dated, set_off, sign_of, way
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import begins
from transform.numbers.wording import wording
from transform.records import Direction

#: A rate of change came to so much, from so much: these are months apart, and each is against a year before.
RATE_REACHED, RATE_LEFT = "a rate of change reached", "where a rate of change began"
#: A dash stands for the verb told before: «выручка — лишь на 8%».
_ELLIPSIS = re.compile(r"\s[—–-]\s(?:[^\W\d]+\s){0,2}$")
#: Opens a bracket, which holds nothing but the number.
_OPENING = ("(", "（")
#: A hedge is no longer.
_HEDGE = 24
#: Within so many steps the word belongs to the number whatever follows.
_CLOSE = 0.5


def percentage(stated: Stated) -> Measured:
    """The change or share that a percentage is, with the reason; the rules are asked in order, and the last knows."""
    return next(measured for rule in _RULES if (measured := rule(stated)) is not None)


def _with_sign(stated: Stated) -> Measured | None:
    sign = sign_of(stated.reading.sentence.text, stated.quantity, stated.lexicon.language)
    return Measured("change", sign, "a signed percentage") if sign else None


def _in_ellipsis(stated: Stated) -> Measured | None:
    """«объём — на 25%, выручка — на 8%: …»: the verb of the change before it serves this one too."""
    last, at = stated.quantity.end, stated.turn.at
    changed = stated.after("change")
    apart = at >= last and stated.reading.parted(last, at) >= 1
    if changed is None or not (stated.led and apart and _ELLIPSIS.search(stated.left)):
        return None
    return Measured("change", changed.direction, "as the change before it")


def _came_to(stated: Stated) -> Measured | None:
    """«Geely — на 18% до 22 тыс.»: by how much, told with where it came to; which way, the last word of it told."""
    reading, index, lexicon = stated.reading, stated.index, stated.lexicon
    if not (stated.led and _ELLIPSIS.search(stated.left)) or index + 1 >= len(reading.quantities):
        return None
    after = reading.quantities[index + 1]
    if after.unit == "%" or not lexicon.reached.fullmatch(
        reading.folded[stated.quantity.end : after.start].lstrip(" ,(")
    ):
        return None
    turns = [cue for cue in reading.cues["turn"] if cue.label in ("up", "down") and cue.end <= stated.quantity.start]
    return Measured("change", way(turns[-1]), "as the change told before it") if turns else None


def _rise_of(stated: Stated) -> Measured | None:
    """ "A 5 percent rise"."""
    behind = stated.lexicon.traits.move_behind.match(stated.reading.folded, stated.quantity.end)
    return Measured("change", "up" if behind["up"] else "down", "a rise or fall of so much") if behind else None


def _told_share(stated: Stated) -> Measured | None:
    """What the words right beside it tell to be a share."""
    reading, lexicon, turn = stated.reading, stated.lexicon, stated.turn
    first, last = stated.quantity.start, stated.quantity.end
    if lexicon.traits.parts.search(reading.folded[first:last]):
        clear = turn.at < last and reading.parted(turn.at, first) < 1 and reading.numbers(turn.at, first) == 0
        changed = stated.by or (turn.direction and clear) or set_off(reading, last)
        if lexicon.traits.of_all.search(stated.left) or (lexicon.spaced and not changed):
            return Measured("share", None, "a part of a whole")
    if not stated.by:
        if _amounts_to(reading, lexicon, first):
            return Measured("share", None, "what a share amounts to")
        if turn.cost > _CLOSE and lexicon.traits.taken_of.match(reading.folded, last):
            return Measured("share", None, "a percentage of something")
        if stated.after("share") and _of_date(reading, first):
            return Measured("share", None, "what the share before it is set against")
    if any(cue.label == "share" and 0 <= first - cue.end <= 1 for cue in reading.cues["share"]):
        return Measured("share", None, "a word for a share right before it")
    return None


def _by_so_much(stated: Stated) -> Measured | None:
    turn = stated.turn
    if not stated.by:
        return None
    if turn.direction:
        return Measured("change", turn.direction, f"“{turn.word}” by a percentage")
    reading, first = stated.reading, stated.quantity.start
    # A long list may part them: "boosted exports of oils, including soybean and sunflower ones, to China by | 18%".
    far = [cue for cue in reading.cues["turn"] if cue.label in ("up", "down") and cue.end <= first]
    if not stated.lexicon.spaced or not far or reading.numbers(far[-1].end, first):
        return None
    return Measured("change", way(far[-1]), "a word of change far before “by”")


def _bounded_share(stated: Stated) -> Measured | None:
    """A share of "more than" so much, or one that rose by points to this."""
    reading, first = stated.reading, stated.quantity.start
    bounded = any(
        cue.label.startswith("bound") and (0 <= first - cue.end <= 1 or cue.start == first)
        for cue in reading.cues["turn"]
    )
    if bounded and any(cue.label == "share" and cue.end <= first for cue in reading.cues["share"]):
        return Measured("share", None, "a share against a bound")
    if stated.before is not None and stated.before.unit == "pp":
        return Measured("share", None, "a share reached by points")
    return None


def _start_of_move(stated: Stated) -> Measured | None:
    """ "From 5 percent" measures as the percentage that it went to, or as the one before it ended."""
    reading, lexicon, index = stated.reading, stated.lexicon, stated.index
    first, last = stated.quantity.start, stated.quantity.end
    after = reading.quantities[index + 1] if index + 1 < len(reading.quantities) else None
    begun = any(begins(reading, lexicon, start) for start in (first, _unhedged(reading, lexicon, first)))
    since_date = not lexicon.spaced and begins(reading, lexicon, stated.edge)
    since = stated.before.end if stated.before is not None else 0
    anew = stated.previous is None or any(since <= cue.start and cue.end <= first for cue in reading.cues["share"])
    if (since_date or (begun and anew)) and after is not None and after.unit == "%":
        rate = _rate_of_change(reading, first)
        ends = (after.start, _unhedged(reading, lexicon, after.start))
        if any(lexicon.reached.search(reading.folded[last : dated(reading, lexicon, end)]) for end in ends):
            return Measured("change" if rate else "share", rate, RATE_LEFT if rate else "where a percentage began")
    rated = stated.previous is not None and stated.previous.why == RATE_REACHED
    alike = stated.previous is not None and stated.previous.measure != "multiple"  # "2.4-fold against nearly 20%"
    if (
        stated.previous is not None
        and alike
        and (begun or (rated and stated.left.rstrip().endswith(lexicon.set_behind)))
    ):
        why = RATE_LEFT if rated else "where the percentage before it began"
        return Measured(stated.previous.measure, stated.previous.direction, why)
    return None


def _unhedged(reading: Reading, lexicon: Lexicon, first: int) -> int:
    """Where a number begins with what hedges it ("to | more than half")."""
    hedge = wording(lexicon.language).before.search(reading.folded, max(0, first - _HEDGE), first)
    return hedge.start() if hedge and lexicon.spaced else first


def _share_before(stated: Stated) -> Measured | None:
    """What the share of the sentence before had been: "That is down from | 71%"; or the next one's, "Tecora (17%)"."""
    reading, first, last = stated.reading, stated.quantity.start, stated.quantity.end
    if (
        stated.after("share")
        and reading.folded[first - 1 : first] in _OPENING
        and reading.folded[last : last + 1] == ")"
    ):
        return Measured("share", None, "the share of the next one named")
    opens = stated.before is None and _rate_of_change(reading, first) is None
    if opens and stated.lexicon.traits.share_was.search(reading.folded, 0, first):
        return Measured("share", None, "what the share told before it was")
    return None


def _end_of_move(stated: Stated) -> Measured | None:
    """ "To 12 percent" is a share, or a rate of change where a rate was spoken of."""
    if stated.quantity.pair == "to" and stated.after("share") and not stated.by:
        return Measured("share", None, "where the share before it went")
    if stated.reached:
        rate = _rate_of_change(stated.reading, stated.quantity.start)
        if rate is not None:
            return Measured("change", rate, RATE_REACHED)
        if not (stated.after("change") and stated.turn.cost > 1) or _led_to(stated):
            return Measured("share", None, "a percentage reached")
    return None


def _led_to(stated: Stated) -> bool:
    """Does nothing but "to" stand between a change and what it came to ("went up by a fifth | to | 52 percent")?"""
    before = stated.before
    if before is None:
        return False
    between = stated.reading.folded[before.end : stated.quantity.start].lstrip(" ,，")
    return stated.lexicon.reached.fullmatch(between) is not None


def _next_share(stated: Stated) -> Measured | None:
    """A percentage behind a share, with no word of rise or fall between the two."""
    unturned = stated.before is not None and stated.turn.at < stated.before.end
    if stated.after("share") and unturned and not stated.by:
        return Measured("share", None, "as the share before it")
    return None


def _points_behind(stated: Stated) -> Measured | None:
    """A share of which is told next by how many points it moved: "had 44 per cent, eleven points down"."""
    reading, index, first = stated.reading, stated.index, stated.quantity.start
    if index + 1 >= len(reading.quantities) or reading.quantities[index + 1].unit != "pp":
        return None
    after = reading.quantities[index + 1]
    if not stated.lexicon.traits.points_next.fullmatch(reading.folded, stated.quantity.end, after.start):
        return None
    opens, _ = reading.clause(first)
    moved = any(cue.label in ("up", "down") and opens <= cue.start < first for cue in reading.cues["turn"])
    return None if moved else Measured("share", None, "a share that moved by points")


def _by_nearest_word(stated: Stated) -> Measured:
    """The nearer of a word for a share and one of rise or fall decides; without either, what was told before."""
    reading, turn = stated.reading, stated.turn
    first, last = stated.quantity.start, stated.quantity.end
    share = reading.near("share", first, last, within=REACH)
    if share is not None and reading.distance(share.start, share.end, first, last, after=0.3) <= turn.cost:
        return Measured("share", None, f"“{reading.folded[share.start : share.end]}”")
    if turn.direction:
        return Measured("change", turn.direction, f"“{turn.word}” beside a percentage")
    if share is None and (changed := stated.after("change")):
        return Measured("change", changed.direction, "as the percentage before it")
    return Measured("share", None, "a percentage without a word of change")


def _rate_of_change(reading: Reading, first: int) -> Direction | None:
    """ "Growth slowed to 4%", 增速回落至4%: the direction of the rate, whichever way the rate itself went."""
    for cue in reversed(reading.cues["rates"]):
        if cue.end <= first and reading.parted(cue.end, first) < 1:
            return "up" if cue.label == "up" else "down"
    return None


def _amounts_to(reading: Reading, lexicon: Lexicon, first: int) -> bool:
    """Does a verb right before a number say how much the share is that was spoken of before it?"""
    verb = lexicon.traits.amounts_to.search(reading.folded, max(0, first - 40), first)
    return verb is not None and any(
        cue.label == "share" and cue.end <= verb.start() and reading.numbers(cue.end, first) == 0
        for cue in reading.cues["share"]
    )


def _of_date(reading: Reading, first: int) -> bool:
    """Does a number belong to an earlier date right before it: 高于去年同期的|46%?"""
    return reading.folded[first - 1 : first] in reading.traits.particle


#: What is asked of a percentage, in this order; the first that knows tells.
_RULES: tuple[Callable[[Stated], Measured | None], ...] = (
    _with_sign,
    _in_ellipsis,
    _came_to,
    _rise_of,
    _told_share,
    _by_so_much,
    _bounded_share,
    _start_of_move,
    _share_before,
    _end_of_move,
    _next_share,
    _points_behind,
    _by_nearest_word,
)
