"""Where alerts go. A channel has a name that may be shown; its URL holds secrets and is never shown."""

from __future__ import annotations

import msgspec

from amur.identity import key
from amur.settings import Settings
from warehouse.records import AlertPlan, StageEvent, Target

#: The rule that holds where no rules file says otherwise: every new stage and every correction.
EVERYTHING = "everything-new"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A name such as `json:3f2a91` (the kind of service and a short hash of the URL) and the Apprise URL behind it."""

    name: str
    url: str

    def __repr__(self) -> str:
        """Without the URL: it would print the secret."""
        return f"Channel({self.name})"


def channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels of `AMUR_ALERT_TO`, in its order, each once."""
    urls = dict.fromkeys(settings.alert_to.split())
    return tuple(Channel(name=f"{url.partition(':')[0].casefold()}:{key(url)[:6]}", url=url) for url in urls)


def alert_plan(settings: Settings) -> AlertPlan | None:
    """Which channels hear of an event; None where there are none."""
    targets = tuple(Target(rule=EVERYTHING, channel=channel.name) for channel in channels(settings))

    def plan(_: StageEvent, /) -> tuple[Target, ...]:
        return targets

    return plan if targets else None
