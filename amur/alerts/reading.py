"""Reads the rules file table by table: what is wrong is refused alone, with file, line and key; the rest is used."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import available_timezones

import msgspec

from amur.alerts.channels import FROM_SETTING, declared, from_setting
from amur.alerts.known import refuse_unknown, refuse_unknown_party
from amur.alerts.rules_file import (
    DEFAULT_FILE,
    UNNAMED,
    AlertFile,
    ChannelEntry,
    Defaults,
    Effort,
    Escalation,
    Problem,
    Repeat,
    Rule,
    Silence,
    Table,
)
from amur.alerts.times import DAYS, clock, span
from amur.errors import choices
from amur.settings import Settings
from ingest.feeds import duration_s
from warehouse import toml_tables

T = TypeVar("T", bound=Table)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_AGREEMENT = re.compile(r"A\d{6,}")
_TABLES = ("defaults", "delivery", "channel", "rule", "silence")
_CONDITIONS = ("kinds", "stages", "types", "parties", "countries", "regions", "sectors", "commodities", "words",
    "without_words", "min_value_usd", "min_publishers")  # fmt: skip
#: A rule that says nothing of itself.
_BLANK = Rule(name="", to=())
#: The shortest and the longest that each may last, in seconds, and how it is written.
_BOUNDS = {"timeout": (1, 300, "1s to 5m"), "": (1, 30 * 86400, "1s to 30d")}
#: What a table that can't be read says that it is: the kind in its header, a channel's name there, a rule's below.
_HEADER = re.compile(r"\s*\[+\s*(\w+)\s*(?:\.\s*[\"']?([^\]\"']*))?[\"']?\s*\]")
_NAMED = re.compile(r"""^\s*name\s*=\s*(["'])(.+?)\1""", re.MULTILINE)


def read_alert_file(settings: Settings) -> AlertFile | None:
    """The rules file; None where there is none and none was asked for. One that can't be read at all holds no rule."""
    path = settings.alerts_file
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        if path == DEFAULT_FILE:
            return None
        why = "there is no such file; AMUR_ALERTS_FILE names it"
    except OSError as error:
        why = f"can't be read: {error.strerror}"
    else:
        return _Reading(settings).of(raw)
    return AlertFile(refused=(f"{path}: {why}",), refused_rules=frozenset((UNNAMED,)))


class _Reading:
    """One reading of the file: what it has found so far, and what it has refused."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.refused: list[str] = []
        self.refused_rules: set[str] = set()
        self.refused_channels: set[str] = set()
        self.settings_of: dict[str, dict[str, Any]] = {"defaults": {}, "delivery": {}}
        self.channels: dict[str, ChannelEntry] = {}
        self.rules: list[tuple[str, Rule]] = []
        self.silences: list[tuple[str, str, Silence]] = []
        self.counts = {"rule": 0, "silence": 0}
        self.names: set[str] = set()

    def of(self, raw: bytes) -> AlertFile:
        """Read the tables, then what they say of each other."""
        for table in toml_tables.tables(raw):
            if table.found is None:
                self._unreadable(table)
                continue
            for kind, told in table.found.items():
                self._take(f"{self.settings.alerts_file}, line {table.line}", kind, told)
        rules = [rule for where, rule in self.rules if self._is_right(where, rule)]
        return AlertFile(
            defaults=Defaults(**self.settings_of["defaults"]),
            delivery=Effort(**self.settings_of["delivery"]),
            channel=self.channels,
            rule=tuple(rules),
            silence=tuple(one for where, name, one in self.silences if self._holds(where, name, one)),
            where={rule.name: where for where, rule in self.rules},
            refused=tuple(self.refused),
            refused_rules=frozenset(self.refused_rules),
            refused_channels=frozenset(self.refused_channels),
        )

    def _unreadable(self, table: toml_tables.Table) -> None:
        """Refuse a table by what its header and its name say."""
        header = _HEADER.match(table.text)
        kind = header[1] if header else ""
        names = [named[1] for named in _NAMED.findall(table.text)]
        name = names[0] if names and kind != "silence" else ""
        known = f", {kind} {name}" if name and kind == "rule" else ""
        self.refused.append(f"{self.settings.alerts_file}, line {table.at or table.line}{known}: {table.why}")
        if kind == "channel" and header:
            self._refuse_channel((header[2] or "").strip())
        elif kind not in ("silence", "defaults", "delivery"):
            self._refuse_rule(name)
        for other in names if kind in ("silence", "channel", "defaults", "delivery") else names[1:]:
            self._refuse_rule(other)
            self.refused_rules.add(UNNAMED)

    def _take(self, where: str, kind: str, told: Any) -> None:
        if kind in self.settings_of:
            self._settings(where, kind, told)
        elif kind == "channel":
            for name, entry in (told if isinstance(told, dict) else {"": told}).items():
                self._channel(where, name, entry)
        elif kind == "rule":
            for one in told if isinstance(told, list) else [told]:
                self._rule(where, one)
        elif kind == "silence":
            for one in told if isinstance(told, list) else [told]:
                self._silence(where, one)
        else:  # `[[rules]]` holds a rule, `[chanel.desk]` a channel
            self._refuse(where, Problem(kind, f"unknown; known: {', '.join(_TABLES)}"))
            self.refused_rules.add(UNNAMED)

    def _settings(self, where: str, kind: str, told: Any) -> None:
        """Of the tables that hold for all rules each key is read for itself."""
        shape: type[Table] = Defaults if kind == "defaults" else Effort
        for key, value in (told if isinstance(told, dict) else {"": told}).items():
            try:
                if key in self.settings_of[kind]:
                    raise Problem(f"{kind}.{key}", "is given twice")
                read = _converted({key: value} if key else told, shape, kind)
                if key == "timezone":
                    _timezone(f"{kind}.{key}", value)
                elif key == "quiet" and value:
                    _parsed(f"{kind}.{key}", value, span)
                elif kind == "delivery":
                    _duration(f"{kind}.{key}", value)
                self.settings_of[kind][key] = getattr(read, key)
            except Problem as error:
                self._refuse(where, error)
                if key == "name":
                    self._refuse_named(told)

    def _channel(self, where: str, name: str, told: Any) -> None:
        try:
            if not _NAME.fullmatch(name):
                raise Problem(f"channel.{name}", "a name has letters, digits, dots, dashes")
            if name in self.channels:
                raise Problem(f"channel.{name}", "two channels have this name")
            entry = _converted(told, ChannelEntry, f"channel.{name}")
            if bool(entry.url) == bool(entry.url_env):
                raise Problem(f"channel.{name}", "give url or url_env, one of them")
            declared(name, entry, self.settings, os.environ)
            self.channels[name] = entry
        except Problem as error:
            self._refuse(where, error)
            self._refuse_channel(name)
            self._refuse_named(told)

    def _rule(self, where: str, told: Any) -> None:
        self.counts["rule"] += 1
        named = told.get("name") if isinstance(told, dict) else None
        name = named if isinstance(named, str) else ""
        number = f"rule {self.counts['rule']}"
        try:
            if name and not _NAME.fullmatch(name):
                raise Problem(f"{number}.name", f"{name!r}: a name has letters, digits, dots, dashes")
            if name in self.names:
                raise Problem(f"rule {name}.name", "two rules have this name")
            rule = _converted(told, Rule, f"rule {name}" if name else number)
            self.names.add(name)
            self.rules.append((where, rule))
        except Problem as error:
            self._refuse(where, error)
            self._refuse_rule(name)
            for inner in told.values() if isinstance(told, dict) else ():
                self._refuse_named(inner)

    def _silence(self, where: str, told: Any) -> None:
        self.counts["silence"] += 1
        name = f"silence {self.counts['silence']}"
        try:
            self.silences.append((where, name, _converted(told, Silence, name)))
        except Problem as error:
            self._refuse(where, error)
            self._refuse_named(told)

    def _is_right(self, where: str, rule: Rule) -> bool:
        """Does it name channels that there are, or that are refused for now, and nothing else wrong?"""
        try:
            _check_rule(rule, self.channels.keys() | self.refused_channels, self.settings)
        except Problem as error:
            self._refuse(where, error)
            self.refused_rules.add(rule.name)
            return False
        return True

    def _holds(self, where: str, name: str, silence: Silence) -> bool:
        known = self.names | self.refused_rules
        try:
            for key, value in (("until", silence.until), ("since", silence.since)):
                if not isinstance(value, date) and not (key == "since" and value is None):
                    raise Problem(f"{name}.{key}", f"{value!r} is no date such as 2026-12-01 (without quotes)")
            if not (silence.rule or silence.channel or silence.party or silence.agreement):
                raise Problem(name, "name a rule, channel, party or agreement")
            if silence.party:
                refuse_unknown_party(f"{name}.party", silence.party)
            if silence.rule and silence.rule not in known and UNNAMED not in known:
                raise Problem(f"{name}.rule", f"there is no rule {silence.rule!r}")
            channels = [*self.channels, *self.refused_channels, *from_setting(self.settings), FROM_SETTING]
            if silence.channel and silence.channel not in channels:
                known_ones = ", ".join(channels)
                raise Problem(f"{name}.channel", f"there is no channel {silence.channel!r}; known: {known_ones}")
            if silence.agreement and not _AGREEMENT.fullmatch(silence.agreement):
                raise Problem(f"{name}.agreement", f"{silence.agreement!r} is no agreement's id such as A000012")
        except Problem as error:
            self._refuse(where, error)
            return False
        return True

    def _refuse_rule(self, name: str) -> None:
        """Under its name, unless that can't be read or is another's."""
        fits = _NAME.fullmatch(name) and name not in self.names
        self.refused_rules.add(name if fits else UNNAMED)
        self.names.update((name,) if fits else ())

    def _refuse_named(self, told: Any) -> None:
        """What is named in a table that has no names is a rule whose header was forgotten."""
        if isinstance(told, dict) and isinstance(told.get("name"), str):
            self._refuse_rule(told["name"])

    def _refuse_channel(self, name: str) -> None:
        """Rules may name it, unless its name can't be read."""
        if _NAME.fullmatch(name) and name not in self.channels:
            self.refused_channels.add(name)

    def _refuse(self, where: str, why: Problem) -> None:
        self.refused.append(f"{where}, {why}")


def _converted(told: Any, shape: type[T], name: str) -> T:
    """A table as a record; raises Problem naming the key, with the name of its table before it."""
    try:
        return msgspec.convert(told, shape)
    except msgspec.ValidationError as error:
        why, _, path = str(error).partition(" - at `$")
        where = f"{name}{path.rstrip('`')}"
        if unknown := re.search(r"unknown field `(\w+)`", why):
            inner = {".repeat": Repeat, ".escalate": Escalation}.get(path.rstrip("`"), shape)
            raise Problem(f"{where}.{unknown[1]}", f"unknown; known: {', '.join(inner.__struct_fields__)}") from None
        if missing := re.search(r"missing required field `(\w+)`", why):
            raise Problem(f"{where}.{missing[1]}", "missing") from None
        if wrong := re.fullmatch("Invalid enum value '(.*)'", why, re.DOTALL):
            raise Problem(where, f"{wrong[1]!r}: {choices(wrong[1], _allowed(shape, path))}") from None
        raise Problem(where, why[0].lower() + why[1:]) from None


def _allowed(shape: type[Table], path: str) -> list[str]:
    """The words of which one must stand at a path such as `.stages[0]` or `.escalate.when`."""
    *outer, key = re.findall(r"\.(\w+)", path)
    owner = Escalation if outer else shape
    found, words = [get_type_hints(owner)[key]], []
    while found:
        kind = found.pop(0)
        found += get_args(kind)
        words += [kind] if isinstance(kind, str) else []
    return words


def _check_rule(rule: Rule, channels: Collection[str], settings: Settings) -> None:
    """What types alone can't say. Raises Problem."""
    where, folder = f"rule {rule.name}", Path(settings.alerts_file).parent
    for key, targets in (("to", rule.to), ("escalate.to", rule.escalate.to if rule.escalate else ("-",))):
        if not targets:
            raise Problem(f"{where}.{key}", "names no channel")
        for target in targets:
            if target not in channels and target not in ("AMUR_ALERT_TO", "-"):
                known = ", ".join([*channels, "AMUR_ALERT_TO"])
                raise Problem(f"{where}.{key}", f"there is no channel {target!r}; known: {known}")
            if target == "AMUR_ALERT_TO" and not settings.alert_to.strip():
                raise Problem(f"{where}.{key}", "AMUR_ALERT_TO is not set")
    if rule.timezone:
        _timezone(f"{where}.timezone", rule.timezone)
    _parsed(f"{where}.at", rule.at, clock)
    if rule.quiet:
        _parsed(f"{where}.quiet", rule.quiet, span)
    if rule.on not in DAYS:
        raise Problem(f"{where}.on", f"{rule.on!r} is none of {', '.join(DAYS)}")
    if rule.repeat:
        _duration(f"{where}.repeat.every", rule.repeat.every)
    if rule.escalate:
        _duration(f"{where}.escalate.after", rule.escalate.after)
    if rule.templates and not (folder / rule.templates).is_dir():
        raise Problem(f"{where}.templates", f"{rule.templates!r} is no folder beside the rules file")
    if rule.sql:
        given = [name for name in _CONDITIONS if getattr(rule, name) != getattr(_BLANK, name)]
        if given:
            raise Problem(f"{where}.{given[0]}", "a rule with sql has its conditions there")
        if not rule.key:
            raise Problem(f"{where}.key", "missing: the columns that tell one finding from another")
    elif rule.key or rule.title:
        raise Problem(f"{where}.{'key' if rule.key else 'title'}", "belongs to a rule with sql")
    for key in ("parties", "words", "without_words", "key"):
        if not all(one.strip() for one in getattr(rule, key)):
            raise Problem(f"{where}.{key}", "one of them is empty")
    if not isfinite(rule.min_value_usd):
        raise Problem(f"{where}.min_value_usd", f"{rule.min_value_usd} is no sum")
    refuse_unknown(where, rule)


def _duration(key: str, text: str) -> None:
    """Refuse what is no span of time, or so short or long that nothing could be sent, or was given up."""
    _parsed(key, text, duration_s)
    shortest, longest, bounds = _BOUNDS.get(key.rpartition(".")[2], _BOUNDS[""])
    if not shortest <= duration_s(text) <= longest:
        raise Problem(key, f"{text!r} is not within {bounds}")


def _parsed(key: str, text: str, read: Callable[[str], object]) -> None:
    try:
        read(text)
    except ValueError as error:
        raise Problem(key, str(error)) from None


def _timezone(key: str, name: str) -> None:
    if name not in available_timezones():
        raise Problem(key, f"{name!r} is no time zone such as Asia/Shanghai")
