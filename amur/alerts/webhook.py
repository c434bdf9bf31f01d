"""The signed JSON webhook: one POST a message over a connection that is kept, under one deadline for the whole.

Headers: `Idempotency-Key` (the same at every attempt), `X-Amur-Timestamp` (Unix seconds), `X-Amur-Signature`
(`v1=` and the hexadecimal HMAC-SHA256, under the shared secret, of timestamp, a dot and the body as sent).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from amur.alerts.answer import Answer, of_status
from amur.alerts.channels import Channel
from amur.alerts.message import Message
from ingest.hosts import retry_after_s

PREFIX = "amur+"
#: How much of an answer's body is read; only its status matters.
_MOST_READ = 65_536
#: What an address says with a meaning; all else of it is sent percent-encoded.
_IN_ADDRESSES = "%!$&'()*+,;=:@/?-._~[]"
_HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "amur-alerts/1"}


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Amur-Signature`."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _address(url: str) -> tuple[SplitResult, str, int | None]:
    """Its parts, host and port; raises ValueError, without the address, for one that no message could reach."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError("its address is no amur+https://host/path")
    return parts, host, port


def _basic(user: str, password: str) -> dict[str, str]:
    """The header that signs in at a receiver behind a user and a password (RFC 7617)."""
    if not (user or password):
        return {}
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


class Webhook:
    """One receiver, spoken to by one thread."""

    def __init__(self, channel: Channel, timeout_s: float) -> None:
        self._talk_to(channel.url.removeprefix(PREFIX), channel.secret, timeout_s)

    def _talk_to(self, url: str, secret: str, timeout_s: float) -> None:
        parts, host, port = _address(url)
        self._secure, self._host, self._port = parts.scheme == "https", host, port
        self._path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_IN_ADDRESSES)
        self._sign_in = _basic(unquote(parts.username or ""), unquote(parts.password or ""))
        self._secret, self._timeout_s = secret, timeout_s
        self._connection: http.client.HTTPConnection | None = None
        self._watch = _Watch()

    def send(self, message: Message) -> Answer:
        """Post the message; what the receiver said."""
        body, headers = self._request(message)
        kept = self._connection is not None
        try:
            return self._post(body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
            # A kept connection that the receiver has closed meanwhile says nothing about this message.
            if not kept or self._watch.expired:
                return self._failed(error)
            self.close()
            try:
                return self._post(body, headers)
            except (OSError, http.client.HTTPException) as again:
                return self._failed(again)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self._failed(error)

    def fits(self, _: Message) -> bool:
        """A document may be long."""
        return True

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def stop(self) -> None:
        """Hang up for good."""
        self.close()
        self._watch.stop()

    def _request(self, message: Message) -> tuple[bytes, dict[str, str]]:
        """Body and headers: the document, signed where there is a secret."""
        timestamp = str(int(time.time()))
        headers = {**_HEADERS, **self._sign_in, "Idempotency-Key": message.key, "X-Amur-Timestamp": timestamp}
        if self._secret:
            headers["X-Amur-Signature"] = signature(self._secret, timestamp, message.document)
        return message.document, headers

    def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        with self._watch.until(time.monotonic() + self._timeout_s):
            connection = self._connection or self._open()
            self._watch.guard(connection.sock)
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            told = response.headers
            asked_s = retry_after_s(told.get("Retry-After"), now=datetime.now(UTC), date=told.get("Date"))
            answer = of_status(response.status, asked_s)
            response.read(_MOST_READ)
            if response.will_close or not response.isclosed():
                self.close()
        return answer

    def _open(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout_s, context=context
            )
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
        connection.connect()
        if connection.sock is not None:
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        return connection

    def _failed(self, error: Exception) -> Answer:
        self.close()
        if self._watch.expired or isinstance(error, TimeoutError):
            why = f"no whole answer within {self._timeout_s:g} s; it may have been taken"
        elif isinstance(error, ConnectionRefusedError):
            why = "nobody listens there"
        elif isinstance(error, socket.gaierror):
            why = "its host has no address"
        elif isinstance(error, ssl.SSLError):
            why = f"the secure connection failed ({error.reason or 'TLS'})"
        else:
            why = f"the connection broke ({type(error).__name__})"
        return Answer(verdict="again", why=why)


class PlainHook(Webhook):
    """Apprise's JSON webhook (`json://`, `jsons://`) over the same kept connection: title and text, not signed.

    `target` is Apprise's reading of the address; raises ValueError for one with options that only Apprise knows.
    """

    def __init__(self, target: Any, timeout_s: float) -> None:
        if target.payload_extras or target.params or target.method != "POST" or not target.verify_certificate:
            raise ValueError("an address with options")
        self._own = dict(target.headers) | _basic(target.user or "", target.password or "")
        port = f":{target.port}" if target.port else ""
        scheme = "https" if target.secure else "http"
        self._talk_to(f"{scheme}://{target.host}{port}{target.fullpath or '/'}", "", timeout_s)

    def _request(self, message: Message) -> tuple[bytes, dict[str, str]]:
        told = {"version": "1.0", "title": message.title, "message": message.text, "attachments": [], "type": "info"}
        return json.dumps(told, ensure_ascii=False).encode(), {
            **_HEADERS,
            **self._own,
            "Idempotency-Key": message.key,
        }


class _Watch:
    """Cuts a socket when a deadline passes: timeouts of a socket are per read, and a byte a second beats them."""

    def __init__(self) -> None:
        self.expired = False
        self._deadline: float | None = None
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="amur-webhook-deadline").start()

    def until(self, deadline: float) -> _Watch:
        self.expired, self._deadline = False, deadline
        return self

    def guard(self, sock: socket.socket | None) -> None:
        self._socket = sock

    def __enter__(self) -> _Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._deadline = self._socket = None

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(0.1):
            deadline, sock = self._deadline, self._socket
            if deadline is not None and time.monotonic() > deadline:
                self.expired = True
                if sock is not None:
                    with suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)
