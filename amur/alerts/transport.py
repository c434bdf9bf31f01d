"""Picks how a channel is spoken to: the signed webhook, mail, or Apprise for everything else."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from amur.alerts.answer import Answer
from amur.alerts.channels import Channel
from amur.alerts.chat import Chat, instantiate
from amur.alerts.mail import SCHEMES as MAIL
from amur.alerts.mail import Mail
from amur.alerts.message import Message
from amur.alerts.webhook import PREFIX, PlainHook, Webhook

#: Apprise's JSON webhook: spoken to over a kept connection, unless its address has options of Apprise's own.
JSON = frozenset({"json", "jsons"})


class Transport(Protocol):
    """One channel, spoken to by one thread at a time, in order."""

    def send(self, message: Message) -> Answer:
        """Deliver one message; never raises for what a receiver does."""
        ...

    def fits(self, message: Message) -> bool:
        """Can the receiver show all of it in one message?"""
        ...

    def stop(self) -> None:
        """Let go of connections."""
        ...


def transport(channel: Channel, timeout_s: float) -> Transport:
    """The transport of a channel; raises ValueError, without the address, for one that can't be used."""
    if channel.url.startswith(PREFIX):
        return Webhook(channel, timeout_s)
    if channel.scheme in MAIL:
        target = instantiate(channel.url)
        if target is None:
            raise ValueError("its address is not a mail address that Apprise understands")
        # Signed or encrypted mail is Apprise's business.
        if str(getattr(target, "pgp_mode", "no")) in ("no", "none"):
            return Mail(target, timeout_s)
    if channel.scheme in JSON:
        target = instantiate(channel.url)
        if target is not None:
            with suppress(ValueError):
                return PlainHook(target, timeout_s)
    return Chat(channel)
