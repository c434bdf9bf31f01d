"""The rules file `alerts.toml`: read strictly, every complaint with the file's name and the key.

`alerts.example.toml` beside this module shows every key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from amur.alert_times import DAYS, Hours, Send, clock, span
from amur.errors import Refusal
from amur.settings import Settings
from ingest.feeds import duration_s
from transform.records import AgreementType, Status

Kind = Literal["stage", "correction"]
Tongue = Literal["en", "ru", "zh"]
DEFAULT_FILE = Path("alerts.toml")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_SLUG = r"^[a-z][a-z_-]*$"
Slug = Annotated[str, msgspec.Meta(pattern=_SLUG)]


class Problem(ValueError):
    """A key that can't be used, and why."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; an unknown key is refused."""


class ChannelEntry(_Table, frozen=True):
    """Where to send: the address itself, or better the environment variable that holds it."""

    url: str = ""
    url_env: str = ""
    secret_env: str = ""


class Escalation(_Table, frozen=True):
    """Tell others too where, after so long, nobody has acknowledged it or it was not delivered."""

    to: tuple[str, ...]
    after: str
    when: Literal["unacknowledged", "undelivered"] = "unacknowledged"


class Repeat(_Table, frozen=True):
    """Say it again, so many times, until somebody acknowledges it."""

    every: str
    times: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1


class Rule(_Table, frozen=True):
    """Which agreements (or, with `sql`, which rows of the public views) to tell, to whom and when.

    What is given must all hold; of a list, one value suffices. An absent or empty condition always holds.
    """

    name: str
    to: tuple[str, ...]
    kinds: tuple[Kind, ...] = ("stage", "correction")
    stages: tuple[Status, ...] = ()
    types: tuple[AgreementType, ...] = ()
    parties: tuple[str, ...] = ()
    countries: tuple[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")], ...] = ()
    regions: tuple[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$")], ...] = ()
    sectors: tuple[Slug, ...] = ()
    commodities: tuple[Slug, ...] = ()
    words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    min_value_usd: Annotated[float, msgspec.Meta(ge=0)] = 0
    min_publishers: Annotated[int, msgspec.Meta(ge=1)] = 1
    sql: str = ""
    key: tuple[str, ...] = ()
    title: str = ""
    send: Send = "now"
    at: str = "09:00"
    on: str = "mon"
    quiet: str = ""
    timezone: str = ""
    language: Tongue | None = None
    templates: str = ""
    repeat: Repeat | None = None
    escalate: Escalation | None = None

    @property
    def waits(self) -> bool:
        """True where a later report can make it hold: more outlets, a value, a party, a sector, a word."""
        later = (self.parties, self.countries, self.regions, self.sectors, self.commodities, self.words, self.types)
        return self.min_publishers > 1 or self.min_value_usd > 0 or any(later)


class Silence(_Table, frozen=True):
    """Keep quiet between two dates or moments (UTC unless they say) about a rule, channel, party or agreement."""

    reason: str
    until: Any
    since: Any = None
    rule: str = ""
    channel: str = ""
    party: str = ""
    agreement: str = ""


class Defaults(_Table, frozen=True):
    """What rules inherit."""

    timezone: str = "UTC"
    language: Tongue = "en"
    quiet: str = ""


class Effort(_Table, frozen=True):
    """How hard to try: when a message is given up, and how long one attempt may take."""

    give_up_after: str = "1d"
    timeout: str = "15s"

    @property
    def give_up_after_s(self) -> int:
        """Seconds."""
        return duration_s(self.give_up_after)

    @property
    def timeout_s(self) -> int:
        """Seconds."""
        return duration_s(self.timeout)


class AlertFile(_Table, frozen=True):
    """The whole file."""

    defaults: Defaults = Defaults()
    delivery: Effort = Effort()
    channel: dict[str, ChannelEntry] = {}
    rule: tuple[Rule, ...] = ()
    silence: tuple[Silence, ...] = ()

    def hours(self, rule: Rule) -> Hours:
        """When a rule sends."""
        quiet = rule.quiet or self.defaults.quiet
        return Hours(
            send=rule.send,
            at=clock(rule.at),
            on=rule.on,
            quiet=span(quiet) if quiet else None,
            zone=ZoneInfo(rule.timezone or self.defaults.timezone),
        )


def read_alert_file(settings: Settings) -> AlertFile | None:
    """The rules file; None where there is none and none was asked for. Raises Refusal naming file and key."""
    path = settings.alerts_file
    if not path.exists() and path == DEFAULT_FILE:
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"{path}: there is no such file; AMUR_ALERTS_FILE names it") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{path}: can't be read: {error}") from None
    try:
        file = _convert(table)
        _check(file, settings, path.parent)
    except Problem as error:
        raise Refusal(f"{path}: {error}") from None
    return file


def _convert(table: dict[str, Any]) -> AlertFile:
    try:
        return msgspec.convert(table, AlertFile)
    except msgspec.ValidationError as error:
        raise Problem(*_where(str(error), table)) from None


def _where(text: str, table: dict[str, Any]) -> tuple[str, str]:
    """The key and the complaint of msgspec's message, with a rule's own name in place of its number."""
    why, _, path = text.partition(" - at `$")
    path = path.rstrip("`").lstrip(".")
    unknown = re.search(r"unknown field `(\w+)`", why)
    if unknown:
        known = _known(path)
        return f"{_named(path, table)}{'.' if path else ''}{unknown[1]}".replace("..", "."), f"unknown; known: {known}"
    missing = re.search(r"missing required field `(\w+)`", why)
    if missing:
        return f"{_named(path, table)}.{missing[1]}", "missing"
    return _named(path, table) or "file", why[0].lower() + why[1:]


def _named(path: str, table: dict[str, Any]) -> str:
    match = re.match(r"(rule|silence)\[(\d+)\](.*)", path)
    if not match:
        return path.replace("channel[...]", "channel.*")
    kind, number, rest = match[1], int(match[2]), match[3]
    rows = table.get(kind)
    row = rows[number] if isinstance(rows, list) and number < len(rows) else {}
    name = row.get("name") if isinstance(row, dict) else None
    return f"{kind} {name or number + 1}{rest}"


def _known(path: str) -> str:
    shapes: Sequence[tuple[str, type[_Table]]] = (
        (".escalate", Escalation), (".repeat", Repeat), ("rule[", Rule), ("silence[", Silence),
        ("channel", ChannelEntry), ("defaults", Defaults), ("delivery", Effort),
    )  # fmt: skip
    shape = next((one for sign, one in shapes if sign in path), AlertFile)
    return ", ".join(shape.__struct_fields__)


def _check(file: AlertFile, settings: Settings, folder: Path) -> None:
    """What types alone can't say. Raises Problem."""
    _timezone("defaults.timezone", file.defaults.timezone)
    _parsed("defaults.quiet", file.defaults.quiet, span)
    for name, text in (("give_up_after", file.delivery.give_up_after), ("timeout", file.delivery.timeout)):
        _parsed(f"delivery.{name}", text, duration_s)
    for name, entry in file.channel.items():
        if not _NAME.fullmatch(name):
            raise Problem(f"channel.{name}", "a name has letters, digits, dots, dashes")
        if bool(entry.url) == bool(entry.url_env):
            raise Problem(f"channel.{name}", "give url or url_env, one of them")
    names: set[str] = set()
    for number, rule in enumerate(file.rule, 1):
        if not _NAME.fullmatch(rule.name):
            raise Problem(f"rule {number}.name", f"{rule.name!r}: a name has letters, digits, dots, dashes")
        if rule.name in names:
            raise Problem(f"rule {rule.name}.name", "two rules have this name")
        names.add(rule.name)
        _check_rule(rule, file, settings, folder)
    for number, silence in enumerate(file.silence, 1):
        where = f"silence {number}"
        for key, value in (("until", silence.until), ("since", silence.since)):
            if not isinstance(value, date) and not (key == "since" and value is None):
                raise Problem(f"{where}.{key}", f"{value!r} is no date such as 2026-12-01 (without quotes)")
        if not (silence.rule or silence.channel or silence.party or silence.agreement):
            raise Problem(where, "name a rule, channel, party or agreement")
        if silence.rule and silence.rule not in names:
            raise Problem(f"{where}.rule", f"there is no rule {silence.rule!r}")


def _check_rule(rule: Rule, file: AlertFile, settings: Settings, folder: Path) -> None:
    where = f"rule {rule.name}"
    for key, targets in (("to", rule.to), ("escalate.to", rule.escalate.to if rule.escalate else ("-",))):
        if not targets:
            raise Problem(f"{where}.{key}", "names no channel")
        for target in targets:
            if target not in file.channel and target not in ("AMUR_ALERT_TO", "-"):
                known = ", ".join([*file.channel, "AMUR_ALERT_TO"])
                raise Problem(f"{where}.{key}", f"there is no channel {target!r}; known: {known}")
            if target == "AMUR_ALERT_TO" and not settings.alert_to.strip():
                raise Problem(f"{where}.{key}", "AMUR_ALERT_TO is not set")
    if rule.timezone:
        _timezone(f"{where}.timezone", rule.timezone)
    _parsed(f"{where}.at", rule.at, clock)
    _parsed(f"{where}.quiet", rule.quiet, span)
    if rule.on not in DAYS:
        raise Problem(f"{where}.on", f"{rule.on!r} is none of {', '.join(DAYS)}")
    if rule.repeat:
        _parsed(f"{where}.repeat.every", rule.repeat.every, duration_s)
    if rule.escalate:
        _parsed(f"{where}.escalate.after", rule.escalate.after, duration_s)
    if rule.templates and not (folder / rule.templates).is_dir():
        raise Problem(f"{where}.templates", f"{rule.templates!r} is no folder beside the rules file")
    if rule.sql:
        conditions = ("stages", "types", "parties", "countries", "regions", "sectors", "commodities", "words")
        given = [name for name in conditions if getattr(rule, name)]
        if given:
            raise Problem(f"{where}.{given[0]}", "a rule with sql has its conditions there")
        if not rule.key:
            raise Problem(f"{where}.key", "missing: the columns that tell one finding from another")
    elif rule.key or rule.title:
        raise Problem(f"{where}.{'key' if rule.key else 'title'}", "belongs to a rule with sql")


def _parsed(key: str, text: str, read: Any) -> None:
    if text:
        try:
            read(text)
        except ValueError as error:
            raise Problem(key, str(error)) from None


def _timezone(key: str, name: str) -> None:
    if name not in available_timezones():
        raise Problem(key, f"{name!r} is no time zone such as Asia/Shanghai")
