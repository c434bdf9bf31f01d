"""What the line hands to the warehouse, and what a load says it did.

Times are ISO 8601 text, as the steps before wrote them; the warehouse keeps them as UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Protocol

import msgspec

from ingest.records import Entry, Feed, Poll
from transform.records import Analysis

BatchKind = Literal["run", "backfill", "demo", "reanalysis"]


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and what became of it. `screened` is "verdict: reasons"; the verdict `later` leaves it unknown."""

    entry: Entry
    screened: str = ""


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it was read, with its analysis. `content_hash` changes when title or text does."""

    article_id: str
    url: str | None = None
    canonical_url: str | None = None
    publisher: str | None = None
    title: str = ""
    text: str = ""
    language: str
    published_at: str | None = None
    published_source: str = "fetched"
    fetched_at: str
    feed_id: str | None = None
    entry_id: str | None = None
    content_hash: str
    analysis: Analysis


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one run. Loading it twice changes nothing; `backfill` and `reanalysis` alert nobody.

    What people correct by hand is told whatever brought it.
    """

    batch_id: str
    kind: BatchKind = "run"
    started_at: str
    extractor_version: str = "0"
    feeds: tuple[Feed, ...] = ()
    polls: tuple[Poll, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    articles: tuple[ArticleRow, ...] = ()


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a load changed. `already_loaded` is true where the batch was known and nothing was done;
    `agreements_recalled` counts rows of deals that were only ever told as older ones;
    `corrections_refused` says which of people's corrections could not be followed, where they stand and why, and
    `alerts_refused` which parts of their rules for alerts."""

    batch_id: str
    already_loaded: bool = False
    feeds: int = 0
    polls: int = 0
    feeds_failed: int = 0
    entries_new: int = 0
    entries_changed: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    articles_unchanged: int = 0
    articles_relevant: int = 0
    figures: int = 0
    developments: int = 0
    doubts: int = 0
    mentions: int = 0
    mentions_unattached: int = 0
    agreements_new: int = 0
    agreements_updated: int = 0
    agreements_recalled: int = 0
    stages_new: int = 0
    alerts_pending: int = 0
    alerts_suppressed: int = 0
    corrections_refused: tuple[str, ...] = ()
    alerts_refused: tuple[str, ...] = ()


class AgreementRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the register. `kind` is `single`, `total` for a forum's "25 agreements were signed", or `background`
    for a deal that was only ever told as an older one."""

    agreement_id: str
    kind: str
    stage: str
    type: str
    parties: tuple[dict[str, str | None], ...]
    sectors: tuple[str, ...]
    signed_on: str | None
    place: str | None
    event: str | None
    value: Decimal | None
    unit: str | None
    value_usd: Decimal | None
    count: int | None
    first_reported_at: str
    last_reported_at: str
    mentions: int
    publishers: int
    languages: tuple[str, ...]
    title: str | None
    usd_source: str | None = None


#: Why a message waits that is due to a rule which can't be read, for now.
REFUSED = "its rule is refused, and tells this once it is mended"


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a time when `rule` was refused; `heard` are the rules that could be asked then."""

    rule: str
    heard: tuple[str, ...]


class StageEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell people: a new stage of an agreement, or (`kind` = `correction`) a changed reading of it.

    `payload` is what a message needs: the agreement, the sentence, its source, who else reported it. `again` is true
    where a stage that was told before was reported once more: a rule that waited for a second outlet wants it now.
    `told` are the rules and channels that told of the agreement: of what is corrected, those hear. One that is `late`
    is for those rules alone that were refused when it happened; `told` are then those that told the stage.
    """

    agreement_id: str
    stage: str
    kind: Literal["stage", "correction"]
    agreement: AgreementRow
    payload: dict[str, object]
    again: bool = False
    told: tuple[tuple[str, str], ...] = ()
    late: Late | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that wants an event told, and the channel to tell it to. A channel is a name, never a secret URL.

    Rows of one `bundle` and channel go out as one message. `later` makes it a repeat or an escalation, numbered
    `turn`, which is dropped when its time comes where the first message was `unless`: acknowledged, or sent. A
    correction goes to a channel that was told of the agreement, or where the rule tells nothing else: `alone`. `gone`:
    the rule told that channel and is no more, so that it goes there only where no other rule tells it. Where `heard` is
    given the rule is refused: a note for later, with the rules that could be asked; of what is late, `suppress` says
    that there is nobody to ask yet.
    """

    rule: str
    channel: str
    not_before: str | None = None
    suppress: str | None = None
    bundle: str | None = None
    later: Literal["repeat", "escalation"] | None = None
    turn: int = 0
    unless: Literal["acknowledged", "sent"] | None = None
    alone: bool = False
    gone: bool = False
    heard: tuple[str, ...] | None = None


class AlertPlan(Protocol):
    """Which rules and channels want this event; an empty answer means nobody does."""

    def __call__(self, event: StageEvent, /) -> Sequence[Target]: ...


#: Where no channel is configured, one row a stage still says what would have been told.
NO_CHANNEL = Target(rule="every-stage", channel="none", suppress="no channel is configured")
