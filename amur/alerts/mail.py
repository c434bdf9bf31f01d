"""Mail: plain text and HTML in one message, threaded by agreement, with the server's exact answer.

The address is Apprise's (`mailto://`, `mailtos://`), which knows the servers of the big providers; the message and
the talk with the server are ours, for its Message-ID and the codes that tell a full mailbox from a closed one.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from amur.alerts.answer import TAKEN, Answer
from amur.alerts.message import Message
from amur.identity import key

SCHEMES = frozenset({"mailto", "mailtos"})
_DOMAIN = "amur.invalid"


class Mail:
    """One mail address or list of them; `target` is Apprise's reading of the URL.

    Raises ValueError for one by which no mail can go.
    """

    def __init__(self, target: Any, timeout_s: float) -> None:
        self._target, self._timeout_s = target, timeout_s
        if not self._recipients():
            raise ValueError(
                "its address names no recipient that mail knows; each is name@host, of the letters of ASCII "
                "(a host with others is written xn--…)"
            )
        if not f"{target.user or ''}{target.password or ''}".isascii():
            raise ValueError("its user or password has letters beyond ASCII, which a mail server's login does not take")

    def send(self, message: Message) -> Answer:
        """Send in one transaction to every recipient that does not have it; what the server said, and who took it."""
        wanted = [one for one in self._recipients() if _mark(one) not in message.taken_by]
        try:
            with self._server() as server:
                if self._target.user and self._target.password:
                    server.login(self._target.user, self._target.password)
                refused = server.send_message(self._letter(message), self._sender(), wanted)
        except smtplib.SMTPAuthenticationError as error:
            return Answer(verdict="closed", why=f"the server refuses the login ({error.smtp_code})")
        except smtplib.SMTPRecipientsRefused as error:
            return self._settled(message, {address: code for address, (code, _) in error.recipients.items()})
        except smtplib.SMTPSenderRefused as error:
            return self._refused(error.smtp_code, "the sender was refused")
        except smtplib.SMTPResponseException as error:
            closed = error.smtp_code in (550, 551, 553)
            verdict = "closed" if closed else "never" if error.smtp_code >= 500 else "again"
            return Answer(verdict=verdict, why=f"the server answered {error.smtp_code}")  # type: ignore[arg-type]
        except (smtplib.SMTPException, OSError) as error:
            late = isinstance(error, TimeoutError)
            why = (
                f"no answer within {self._timeout_s:g} s" if late else f"the connection broke ({type(error).__name__})"
            )
            return Answer(verdict="again", why=why)
        return self._settled(message, {address: code for address, (code, _) in refused.items()})

    def fits(self, _: Message) -> bool:
        """A mail may be long."""
        return True

    def close(self) -> None:
        """Nothing is kept open between messages."""

    stop = close

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = message.title
        letter["From"] = formataddr((self._target.from_addr[0] or "Amur", self._sender()))
        letter["To"] = ", ".join(formataddr((name or "", address)) for name, address in self._target.targets)
        if self._target.cc:
            letter["Cc"] = ", ".join(sorted(self._target.cc))
        if self._target.reply_to:
            letter["Reply-To"] = ", ".join(sorted(self._target.reply_to))
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Message-ID"] = f"<{message.key}@{_DOMAIN}>"
        if message.follows:
            letter["In-Reply-To"] = letter["References"] = f"<{message.follows}@{_DOMAIN}>"
        letter["X-Idempotency-Key"] = message.key
        letter.set_content(message.text)
        letter.add_alternative(message.html, subtype="html")
        return letter

    def _sender(self) -> str:
        return str(self._target.from_addr[1])

    def _recipients(self) -> list[str]:
        return [address for _, address in self._target.targets] + sorted({*self._target.cc, *self._target.bcc})

    def _server(self) -> smtplib.SMTP:
        target = self._target
        mode = str(getattr(target.secure_mode, "value", target.secure_mode))
        context = ssl.create_default_context()
        if not target.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        port = target.port or {"ssl": 465, "starttls": 587}.get(mode, 25)
        if mode == "ssl":
            return smtplib.SMTP_SSL(target.smtp_host, port, timeout=self._timeout_s, context=context)
        server = smtplib.SMTP(target.smtp_host, port, timeout=self._timeout_s)
        if mode == "starttls":
            server.starttls(context=context)
        return server

    def _settled(self, message: Message, refused: Mapping[str, int]) -> Answer:
        """The answer for all recipients: again while one may yet take it, closed where each refuses for good."""
        everyone = self._recipients()
        have = message.taken_by | {_mark(one) for one in everyone if one not in refused}
        later = [code for code in refused.values() if code < 500]
        if later:
            why = f"{len(later)} of {len(everyone)} recipients were put off ({min(later)})"
            return Answer(verdict="again", why=why, taken_by=have)
        if not have:
            return self._refused(min(refused.values()), "no recipient was taken")
        if refused:
            codes = ", ".join(str(code) for code in sorted(set(refused.values())))
            hosts = ", ".join(sorted({f"…@{one.rpartition('@')[2]}" for one in refused}))
            why = f"{len(refused)} of {len(everyone)} recipients refused it ({codes}): {hosts}"
            return Answer(verdict="taken", why=why, taken_by=have)
        return TAKEN

    def _refused(self, code: int, what: str) -> Answer:
        return Answer(verdict="closed" if code >= 500 else "again", why=f"{what} ({code})")


def _mark(address: str) -> str:
    """Stands for an address where it may not be kept."""
    return key(address.casefold())[:12]
