"""Which rules want an event, to which channels, when: the plan that the load asks for every stage and correction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from amur.alerts.channels import FROM_SETTING, Channel, channels, is_meant
from amur.alerts.parties import is_party, party_names
from amur.alerts.reading import read_alert_file
from amur.alerts.rules_file import UNNAMED, AlertFile, Rule, Silence
from amur.settings import Settings
from ingest.feeds import duration_s
from transform.names.gazetteer import gazetteer
from warehouse.records import REFUSED, AlertPlan, Late, StageEvent, Target

#: The rule that holds where no rules file says otherwise: every new stage and every correction.
EVERYTHING = "everything-new"
#: What becomes of an event that no rule wants: recorded, not sent.
UNWANTED = Target(rule="none", channel="none", suppress="no rule wants it")


def alert_plan(settings: Settings, now: datetime | None = None) -> AlertPlan | None:
    """The plan of the rules file as it stands now; see `plan_of`."""
    return plan_of(settings, read_alert_file(settings), now)


def plan_of(settings: Settings, told: AlertFile | None, now: datetime | None = None) -> AlertPlan | None:
    """Which channels hear of an event; None where there are none. Rules that are refused are told late."""
    now = now or datetime.now(UTC)
    known = channels(settings, told)
    if told is None and not known:
        return None
    file = told or AlertFile(rule=(Rule(name=EVERYTHING, to=(FROM_SETTING,)),))
    rules = [rule for rule in file.rule if not rule.sql]
    heard = tuple(rule.name for rule in file.rule)

    def plan(event: StageEvent, /) -> Sequence[Target]:
        tellers = {rule for rule, _ in event.told}
        served = _told_before(event, file.refused_rules.union(heard))
        found = [
            target
            for rule in rules
            if (event.late is None or _missed(rule.name, event.late, file))
            and (
                ((rule.waits or not event.again) and refusal(rule, event) is None)
                or (event.kind == "correction" and rule.name in tellers and event.kind in rule.kinds)
            )
            for target in targets(rule, file, known, now, event)
            if target.channel not in served or (event.late and rule.name == event.late.rule)
        ]
        found += _no_more(rules, file, known, now, event, found)
        if event.late is None:
            found = found or ([] if event.again or file.refused_rules else [UNWANTED])
        return [*found, *_for_later(file, rules, heard, event.late)]

    return plan


def _missed(name: str, late: Late, file: AlertFile) -> bool:
    """Was the rule refused when this happened? By its name, or by its absence where the refused one had none."""
    if name == late.rule:
        return True
    named = late.rule in file.refused_rules or any(one.name == late.rule for one in file.rule)
    return (late.rule == UNNAMED or not named) and name not in late.heard


def _told_before(event: StageEvent, standing: Collection[str]) -> set[str]:
    """Channels that a rule which is no more told a stage: late or again, by the one that stands in, it is no news."""
    return {channel for rule, channel in event.told if event.kind == "stage" and rule not in standing}


def _for_later(file: AlertFile, rules: Sequence[Rule], heard: tuple[str, ...], late: Late | None) -> Iterator[Target]:
    """A note for each rule that is refused now; of what is late already, where one that missed it still is."""
    if late is None:
        for name in sorted(file.refused_rules):
            yield Target(rule=name, channel="none", suppress=REFUSED, heard=heard)
    elif any(_missed(name, late, file) for name in file.refused_rules) or (
        UNNAMED in file.refused_rules and late.rule not in heard
    ):
        nobody = not any(_missed(rule.name, late, file) for rule in rules)
        asked = tuple(sorted({*late.heard, *heard}))
        yield Target(rule=late.rule, channel="none", suppress=REFUSED if nobody else None, heard=asked)


def _no_more(
    rules: Sequence[Rule],
    file: AlertFile,
    known: Sequence[Channel],
    now: datetime,
    event: StageEvent,
    found: Sequence[Target],
) -> Iterator[Target]:
    """A target for each channel that was told by a rule which is no more, or which names that channel no more.

    Of a correction only. While anything is refused, a channel that is not known may be in what it is.
    """
    if event.kind != "correction":
        return
    asked = {rule.name: event.late is None or _missed(rule.name, event.late, file) for rule in rules}
    stays = {rule.name for rule in rules if event.kind not in rule.kinds or not asked[rule.name]}
    served = {(target.rule, target.channel) for target in found if not target.later}
    open_to = {channel.name for channel in known}
    for rule, channel in event.told:
        refused = rule in file.refused_rules or (UNNAMED in file.refused_rules and rule not in asked)
        heard = event.late is not None and rule not in asked and rule in event.late.heard
        is_open = channel in open_to or file.refused
        if not (refused or heard or rule in stays) and (rule, channel) not in served and is_open:
            quiet = silenced(file.silence, rule, channel, now, event)
            yield Target(rule=rule, channel=channel, suppress=quiet, gone=True)


def targets(
    rule: Rule, file: AlertFile, known: Sequence[Channel], now: datetime, event: StageEvent | None = None
) -> Iterator[Target]:
    """A target for each channel of the rule, then its repeats and escalations."""
    hours = file.hours(rule)
    due = hours.due(now)
    not_before = due.isoformat() if due else None
    bundle = f"digest {rule.name} {not_before}" if rule.send != "now" else None
    alone = rule.kinds == ("correction",)
    for channel in _names(rule.to, file, known):
        quiet = silenced(file.silence, rule.name, channel, now, event)
        yield Target(rule=rule.name, channel=channel, not_before=not_before, suppress=quiet, bundle=bundle, alone=alone)
        if rule.repeat and not quiet:
            for turn in range(1, rule.repeat.times + 1):
                later = (due or now) + timedelta(seconds=duration_s(rule.repeat.every) * turn)
                when = (hours.due(later) or later).isoformat() if hours.quiet else later.isoformat()
                yield Target(
                    rule=rule.name, channel=channel, not_before=when, later="repeat", turn=turn, unless="acknowledged"
                )
    if rule.escalate:
        later = (due or now) + timedelta(seconds=duration_s(rule.escalate.after))
        for channel in _names(rule.escalate.to, file, known):
            yield Target(
                rule=rule.name,
                channel=channel,
                not_before=later.isoformat(),
                later="escalation",
                unless="acknowledged" if rule.escalate.when == "unacknowledged" else "sent",
                suppress=silenced(file.silence, rule.name, channel, now, event),
            )


def refusal(rule: Rule, event: StageEvent) -> str | None:
    """Which condition of the rule the event fails; None where all hold."""
    row, told = event.agreement, event.payload
    agreement: Any = told.get("agreement", {})
    value = agreement.get("value_usd") if isinstance(agreement, dict) else row.value_usd
    text = " ".join(str(told.get(name) or "") for name in ("title", "quote")).casefold()
    ids = [party.get("id") or "" for party in row.parties]
    names = party_names(event) if rule.parties else set()
    countries = {party.get("country") for party in row.parties}
    places = [*_texts(told.get("place_ids")), *ids]
    checks: tuple[tuple[str, bool], ...] = (
        ("kinds", event.kind in rule.kinds),
        ("stages", not rule.stages or event.stage in rule.stages),
        ("types", not rule.types or row.type in rule.types),
        ("parties", not rule.parties or any(is_party(name, names) for name in rule.parties)),
        ("countries", not rule.countries or bool(countries & set(rule.countries))),
        ("regions", not rule.regions or bool({_region(place) for place in places} & set(rule.regions))),
        ("sectors", not rule.sectors or bool(set(row.sectors) & set(rule.sectors))),
        ("commodities", not rule.commodities or bool(set(_texts(told.get("subjects"))) & _slugs(rule.commodities))),
        ("words", not rule.words or any(_word(word).search(text) for word in rule.words)),
        ("without_words", not any(_word(word).search(text) for word in rule.without_words)),
        ("min_value_usd", not rule.min_value_usd or (value is not None and value >= rule.min_value_usd)),
        ("min_publishers", _number(told.get("independent"), row.publishers) >= rule.min_publishers),
    )
    return next((name for name, holds in checks if not holds), None)


def silenced(
    silences: Sequence[Silence], rule: str, channel: str, now: datetime, event: StageEvent | None = None
) -> str | None:
    """Why this is not said now; None where it is."""
    for one in silences:
        if not (_moment(one.since) or now) <= now < (_moment(one.until) or now):
            continue
        if (one.rule and one.rule != rule) or (one.channel and not is_meant(one.channel, channel)):
            continue
        if one.agreement and (event is None or event.agreement_id != one.agreement):
            continue
        if one.party and (event is None or not is_party(one.party, party_names(event))):
            continue
        return f"silenced until {one.until}: {one.reason}"
    return None


def _names(wanted: Sequence[str], file: AlertFile, known: Sequence[Channel]) -> list[str]:
    from_setting = [channel.name for channel in known if channel.name not in file.channel]
    names = [name for one in wanted for name in (from_setting if one == FROM_SETTING else [one])]
    return list(dict.fromkeys(names))


def _moment(value: date | datetime | None) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@cache
def _region(identifier: str) -> str:
    """The province or federal subject of a gazetteer id; a region's own id stands for itself."""
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", identifier):
        return identifier
    try:
        return gazetteer().entity(identifier).region or ""
    except KeyError:
        return ""


@cache
def _word(word: str) -> re.Pattern[str]:
    """A word by its beginning, so that Russian endings don't hide it; Chinese anywhere."""
    start = r"(?<!\w)" if word[:1].isascii() or "а" <= word[:1].casefold() <= "я" else ""
    return re.compile(start + re.escape(word.casefold()))


def _slugs(commodities: Sequence[str]) -> set[str]:
    return {form for slug in commodities for form in (slug, f"commodity:{slug}")}


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
