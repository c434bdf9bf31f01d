"""Whether an article reports a deal's stage as news or recalls an older one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import msgspec

from transform.agreements.rules import DealRules
from transform.agreements.signing import (
    apart,
    begins,
    clause_around,
    clause_of,
    dates_deal,
    starts_later,
    to_come,
    uncompared,
)
from transform.agreements.status import Deal, folded, plain
from transform.numbers.quantities import Period
from transform.periods.days import find_days
from transform.periods.find import find_periods

#: A signing is told as news for two months, an end for longer, that a deal works for little more than one.
NEWS_DAYS = 60
_END_DAYS = 100
_STAGE_DAYS = 40
#: What is only spoken of ("the protocol signed in December still awaits …") is news for six weeks.
_SPOKEN_DAYS = 45
#: So near the words of signing stands the month that is theirs.
_SPOKEN_NEAR = 30
#: The month that is over when a review of it comes out has its middle fewer days back.
_GONE_DAYS = 28
_NEWS_FOR = {"in_force": _STAGE_DAYS, "ended": _END_DAYS}

#: Talks or a plan told so many days ago are recalled, where their time stands so near the word of telling.
_HEARD_DAYS, _HEARD_NEAR = 20, 14
#: So near the words of denial stands the time that is theirs.
_SAYS_WHEN = 1
#: So near the words of entry stands their day.
_ENTERS = 20

#: So few characters lie between the words of signing and the month that is theirs.
_BESIDE = 5
#: So near the start of a sentence its first words are told ("In the autumn of 2023 …").
_OPENS = 8
_TITLE = re.compile(r"《[^》]*》")
#: Here a sentence goes on to its next part.
_PART = re.compile(r"[;:；：]")
#: So near behind a Chinese day a word of saying is what it dates.
_SAYING = 6
#: Chinese tells the day before the verb; what stands further behind it is of the deal's content.
_SAID_ON = 3


def is_new(text: str, deal: Deal, periods: list[Period], rules: DealRules, published: date | None) -> bool:
    """Does the article report the deal's stage as news, rather than recall an older one?

    Dates decide first, then words; a deal that just works is background unless it has come into force now.
    """
    if rules.background.follows.fullmatch(plain(text)):
        return False
    dated = _dated_news(text, deal, periods, rules, published) if published is not None else None
    if dated is not None:
        return dated
    if deal.status == "in_force":
        return bool(rules.signing.entry.search(plain(text)) or rules.in_force.begun.search(folded(text)))
    if deal.status == "denied":
        return rules.denied.recalled.search(folded(text)) is None and not _denied_then(text, periods, rules, published)
    if deal.status == "ended":
        return rules.background.long_over.search(folded(text)) is None
    if deal.status != "signed":
        ahead = deal.status in ("planned", "negotiating")
        return not (ahead and _heard_before(text, periods, deal, rules, published))
    if rules.background.relative.search(plain(text)):
        return False
    # 签署《关于两国建交75周年之际……的声明》: the words of a title recall nothing.
    clause = _TITLE.sub("", clause_of(uncompared(text, rules), deal, rules))
    return rules.background.cues.search(clause) is None or rules.background.fresh.search(clause) is not None


def _ends_later(text: str, deal: Deal, rules: DealRules, published: date) -> bool:
    """Is a time to come told, at which what is to end ends?"""
    times = (*find_days(text, rules.language, published), *find_periods(text, rules.language, published))
    if any(one.first > published.isoformat() for one in times):
        return True
    # "They ended the contract; the last car leaves the line on March 31"; what "ended on December 31" is over.
    return any(
        one.grain == "day" and apart(one, deal) > _ENTERS and to_come(text, one, rules, published) for one in times
    )


def _ended_from(text: str, deal: Deal, rules: DealRules, published: date) -> bool:
    """Is a day not long ago told beside the words of the end, from which it holds ("с 1 сентября прекращён")?"""
    days = [
        one
        for one in find_periods(text, rules.language, published)
        if (one.grain == "day" or one.role == "since") and begins(text, one, rules)
    ]
    return any(
        apart(one, deal) <= _BESIDE and 0 <= (published - date.fromisoformat(one.first)).days <= _END_DAYS
        for one in days
    )


def signs_later(text: str, deal: Deal, rules: DealRules, published: date | None) -> bool:
    """Is it signed on a day to come, without a word for the future (合同3月18日落笔, told on March 2)?"""
    coming = rules.signing.coming.search(text) if published is not None and deal.status == "signed" else None
    if coming is None or published is None:
        return False
    days = find_periods(text, rules.language, published) + find_days(text, rules.language, published)
    return any(
        one.grain == "day" and one.start == coming.start("day") and to_come(text, one, rules, published) for one in days
    )


def enters_later(text: str, deal: Deal, rules: DealRules, published: date | None) -> Period | None:
    """The day to come on which what is said to enter into force does so."""
    if published is None or deal.status != "in_force" or rules.in_force.enters.search(folded(text)) is None:
        return None
    days = [one for one in find_periods(text, rules.language, published) if one.grain == "day" or one.role == "since"]
    nearest = min(days, key=lambda one: apart(one, deal), default=None)
    if nearest is None or apart(nearest, deal) > _ENTERS:
        return None
    return nearest if to_come(text, nearest, rules, published) else None


def _dated_news(text: str, deal: Deal, periods: list[Period], rules: DealRules, published: date) -> bool | None:
    """Is the stage news by the times that are told? None where they leave it open."""
    ended, in_force = deal.status == "ended", deal.status == "in_force"
    if ended and (_ends_later(text, deal, rules, published) or _ended_from(text, deal, rules, published)):
        return True
    if (own := _own_time(text, deal, periods, rules, published)) is not None:
        if _age(own, published) > _news_days(own, deal):
            return False
        if own.grain == "day" and deal.status == "signed" and not deal.participle:
            return rules.background.relative.search(plain(text)) is None
    if (ended or in_force) and rules.signing.recalls.match(text):
        return False
    return True if in_force and _entered_lately(text, rules, published) else None


def _own_time(text: str, deal: Deal, periods: list[Period], rules: DealRules, published: date) -> Period | None:
    """The time gone by, of those told, at which the deal reached its stage; None of what lies ahead or is denied."""
    past = [
        p
        for p in (_gone_for_sure(one, deal, published) for one in periods)
        if p.first <= published.isoformat()
        and _of_an_act(p, deal, text)
        and _times(text, p, deal, rules)
        and not (deal.status == "signed" and starts_later(text, p, deal, rules, published))
    ]
    if not past or deal.status in ("planned", "negotiating", "denied"):
        return None
    if deal.status in ("ended", "in_force"):
        return max(past, key=lambda p: p.last)

    def farness(when: Period) -> tuple[bool, int]:
        # A day goes before a year beside it: "on June 10 they signed an annex to the contract of 2013".
        coarse = when.grain != "day" and not deal.participle
        # "The protocol for this year, signed in December": what stands before the comma is the paper's.
        coarse = coarse or (deal.participle and when.end <= deal.start and "," in text[when.end : deal.start])
        if when.grain == "day":
            return coarse, apart(when, deal)
        return coarse, min(abs(when.start - deal.end), abs(deal.start - when.end))

    return min(past, key=farness)


def _gone_for_sure(when: Period, deal: Deal, published: date) -> Period:
    """The month right behind "signed in", which is over whatever else is told; other times as they are."""
    signed = deal.status == "signed" and deal.participle and 0 <= when.start - deal.end <= _BESIDE
    if not signed or when.grain != "month" or not when.relative or when.first <= published.isoformat():
        return when
    month = int(when.first[5:7])
    year = published.year - (month > published.month)
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return msgspec.structs.replace(when, first=first.isoformat(), last=last.isoformat(), future=False)


def _news_days(own: Period, deal: Deal) -> int:
    """So many days after its time a stage is news."""
    spoken_of = deal.status == "signed" and deal.participle and own.grain == "month"
    if spoken_of and apart(own, deal) <= _SPOKEN_NEAR:
        return _SPOKEN_DAYS
    return _NEWS_FOR.get(deal.status, NEWS_DAYS)


def _entered_lately(text: str, rules: DealRules, published: date) -> bool:
    """Is a day not long ago told since which the deal has been in force?"""
    starts = [
        p.first
        for p in find_periods(text, rules.language, published)
        if (p.grain == "day" or p.role == "since")
        # "Said yesterday that it is in force" tells when it was said.
        and (rules.language != "zh" or not rules.signing.speech.search(text, p.end, p.end + _SAYING))
    ]
    return any(0 <= (published - date.fromisoformat(start)).days <= _STAGE_DAYS for start in starts)


def in_month_gone_by(text: str, periods: Sequence[Period], deal: Deal, rules: DealRules, published: date) -> bool:
    """Does it say that the deal was signed in a month that lies weeks back?"""
    return any(gone_by(one, published) and _times(text, one, deal, rules) for one in periods)


def gone_by(when: Period, published: date) -> bool:
    """Is it a month with its middle weeks ago, so that no review of the month just past tells it as news?"""
    return when.grain == "month" and when.last < published.isoformat() and _age(when, published) >= _GONE_DAYS


def _heard_before(text: str, periods: list[Period], deal: Deal, rules: DealRules, published: date | None) -> bool:
    """Does it recall who told of talks or a plan, weeks ago ("the paper wrote in May that the two were in talks")?"""
    if published is None:
        return False
    first, clause = clause_around(text, deal, rules)
    old = [one for one in periods if one.last < published.isoformat() and _age(one, published) >= _HEARD_DAYS]
    told = [(first + match.start(), first + match.end()) for match in rules.signing.heard.finditer(folded(clause))]
    between = [text[min(one.end, end) : max(one.start, start)] for one in old for start, end in told]
    return any(len(gap) <= _HEARD_NEAR and "," not in gap for gap in between)


def _denied_then(text: str, periods: list[Period], rules: DealRules, published: date | None) -> bool:
    """Is a time long gone by told right beside the words of denial ("both denied in June that they had signed")?"""
    if published is None:
        return False
    old = [one for one in periods if one.last < published.isoformat() and _age(one, published) > NEWS_DAYS]
    spots = [match.span() for match in rules.denied.dated.finditer(folded(text))]
    return any(max(one.start - end, start - one.end) <= _SAYS_WHEN for one in old for start, end in spots)


def _of_an_act(when: Period, deal: Deal, text: str) -> bool:
    """From July to October a quay is kept, not an agreement signed; but one may be signed in the autumn of a year.

    The season then stands beside the words of signing, or opens the sentence, whose next part tells of another time.
    """
    opens = when.start <= _OPENS and when.end <= deal.start and not _PART.search(text, when.end, deal.start)
    return when.grain != "months" or (when.role == "season" and (opens or apart(when, deal) <= _BESIDE))


def _times(text: str, when: Period, deal: Deal, rules: DealRules) -> bool:
    """Can the date be that of the stage told, rather than of the deal meant or of its content?"""
    if deal.status in ("ended", "in_force"):
        return not dates_deal(text, when, rules)
    between = text[deal.end : when.start] if deal.end <= when.start else text[when.end : deal.start]
    if when.grain != "day" and rules.signing.elsewhere.search(between):
        return False
    return rules.language != "zh" or deal.participle or when.start - deal.end <= _SAID_ON


def _age(when: Period, published: date) -> int:
    """Days since then: since the day, the middle of a month, the end of what is longer."""
    last = min(date.fromisoformat(when.last), published)
    if when.grain == "month":
        last = min(last, date.fromisoformat(when.first).replace(day=15))
    return (published - last).days
