"""The rules file `alerts.toml`, as it is once it is read; `amur/alerts.example.toml` shows every key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from amur.alerts.times import Hours, Send, clock, span
from ingest.feeds import duration_s
from transform.records import AgreementType, Status

Kind = Literal["stage", "correction"]
Tongue = Literal["en", "ru", "zh"]
DEFAULT_FILE = Path("alerts.toml")
#: Stands for refused rules whose names can't be read.
UNNAMED = "?"


class Problem(ValueError):
    """A key that can't be used, and why."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; an unknown key is refused."""


class ChannelEntry(Table, frozen=True):
    """Where to send: the address itself, or better the environment variable that holds it."""

    url: str = ""
    url_env: str = ""
    secret_env: str = ""


class Escalation(Table, frozen=True):
    """Tell others too where, after so long, nobody has acknowledged it or it was not delivered."""

    to: tuple[str, ...]
    after: str
    when: Literal["unacknowledged", "undelivered"] = "unacknowledged"


class Repeat(Table, frozen=True):
    """Say it again, so many times, until somebody acknowledges it."""

    every: str
    times: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1


class Rule(Table, frozen=True):
    """Which agreements (or, with `sql`, which rows of the public views) to tell, to whom and when.

    What is given must all hold; of a list, one value suffices. An absent or empty condition always holds.
    """

    name: str
    to: tuple[str, ...]
    kinds: tuple[Kind, ...] = ("stage", "correction")
    stages: tuple[Status, ...] = ()
    types: tuple[AgreementType, ...] = ()
    parties: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
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


class Silence(Table, frozen=True):
    """Keep quiet between two dates or moments (UTC unless they say) about a rule, channel, party or agreement."""

    reason: str
    until: Any
    since: Any = None
    rule: str = ""
    channel: str = ""
    party: str = ""
    agreement: str = ""


class Defaults(Table, frozen=True):
    """What rules inherit."""

    timezone: str = "UTC"
    language: Tongue = "en"
    quiet: str = ""


class Effort(Table, frozen=True):
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


class AlertFile(msgspec.Struct, frozen=True, kw_only=True):
    """What can be followed of the file, and what is refused: `refused` in words, each with file, line and key.

    `refused_rules` are told late, once they are mended; rules may name `refused_channels`. While anything is refused,
    what is for a channel that is not known goes on waiting: it may be what can't be read. `where` is file and line of
    each rule.
    """

    defaults: Defaults = Defaults()
    delivery: Effort = Effort()
    channel: dict[str, ChannelEntry] = {}
    rule: tuple[Rule, ...] = ()
    silence: tuple[Silence, ...] = ()
    where: dict[str, str] = {}
    refused: tuple[str, ...] = ()
    refused_rules: frozenset[str] = frozenset()
    refused_channels: frozenset[str] = frozenset()

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
