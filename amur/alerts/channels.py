"""Where alerts go. A channel has a name that may be shown; its address holds secrets and is never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec

from amur.alerts.rules_file import AlertFile, ChannelEntry, Problem
from amur.identity import key
from amur.settings import Settings

#: In a rule's `to`, stands for every address of the setting.
FROM_SETTING = "AMUR_ALERT_TO"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A name such as `json:3f2a91` (the kind of service and a short hash of the address) and the URL behind it.

    URLs are Apprise's, or `amur+https://…` for the signed webhook, whose key is `secret`.
    """

    name: str
    url: str
    secret: str = ""

    @property
    def scheme(self) -> str:
        """The kind of service, as the URL names it."""
        return self.url.partition(":")[0].casefold()

    def __repr__(self) -> str:
        """Without the URL: it would print the secret."""
        return f"Channel({self.name})"


def channels(settings: Settings, file: AlertFile | None = None) -> tuple[Channel, ...]:
    """The channels of `AMUR_ALERT_TO` in its order, each once, then those of the rules file.

    Raises Problem for a channel of the file whose address was taken away since the file was read.
    """
    found = [_channel(name, url, settings.webhook_secret) for name, url in from_setting(settings).items()]
    for name, entry in (file.channel if file else {}).items():
        found.append(declared(name, entry, settings, os.environ))
    return tuple(found)


def from_setting(settings: Settings) -> dict[str, str]:
    """The addresses of `AMUR_ALERT_TO` in its order, each once, by name."""
    return {_name(url): url for url in settings.alert_to.split()}


def is_meant(told: str, channel: str) -> bool:
    """Is it the channel that a table names, or one of the setting's? Those have a colon; no name in a file has one."""
    return told == channel or (told == FROM_SETTING and ":" in channel)


def _name(url: str) -> str:
    scheme, has_scheme, _ = url.partition("://")
    return f"{scheme.casefold() if has_scheme else 'address'}:{key(url)[:6]}"


def declared(name: str, entry: ChannelEntry, settings: Settings, environment: Mapping[str, str]) -> Channel:
    """A channel of the rules file; raises Problem where its address or its secret is nowhere."""
    url = entry.url or environment.get(entry.url_env, "")
    if not url:
        raise Problem(f"channel.{name}.url_env", f"{entry.url_env} is not set in the environment")
    secret = settings.webhook_secret
    if entry.secret_env:
        secret = environment.get(entry.secret_env, "")
        if not secret:
            raise Problem(f"channel.{name}.secret_env", f"{entry.secret_env} is not set in the environment")
    return _channel(name, url, secret)


def _channel(name: str, url: str, secret: str) -> Channel:
    return Channel(name=name, url=url, secret=secret)
