"""The signed JSON webhook: one POST a message over a connection that is kept, under one deadline for the whole.

Headers: `Idempotency-Key` (the same at every attempt), `X-Amur-Timestamp` (Unix seconds), `X-Amur-Signature`
(`v1=` and the hexadecimal HMAC-SHA256, under the shared secret, of timestamp, a dot and the body as sent).
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

from amur.answer import Answer, of_status
from amur.channels import Channel
from amur.message import Message

PREFIX = "amur+"
#: How much of an answer's body is read; only its status matters.
_MOST_READ = 65_536


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Amur-Signature`."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook:
    """One receiver, spoken to by one thread."""

    def __init__(self, channel: Channel, timeout_s: float) -> None:
        parts = urlsplit(channel.url.removeprefix(PREFIX))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("its address is no amur+https://host/path")
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._secret, self._timeout_s = channel.secret, timeout_s
        self._connection: http.client.HTTPConnection | None = None
        self._watch = _Watch()

    def send(self, message: Message) -> Answer:
        """Post the message; what the receiver said."""
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "amur-alerts/1",
            "Idempotency-Key": message.key,
            "X-Amur-Timestamp": timestamp,
        }
        if self._secret:
            headers["X-Amur-Signature"] = signature(self._secret, timestamp, message.document)
        kept = self._connection is not None
        try:
            return self._post(message.document, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
            # A kept connection that the receiver has closed meanwhile says nothing about this message.
            if not kept or self._watch.expired:
                return self._failed(error)
            self.close()
            try:
                return self._post(message.document, headers)
            except (OSError, http.client.HTTPException) as again:
                return self._failed(again)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self._failed(error)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def stop(self) -> None:
        """Hang up for good."""
        self.close()
        self._watch.stop()

    def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        with self._watch.until(time.monotonic() + self._timeout_s):
            connection = self._connection or self._open()
            self._watch.guard(connection.sock)
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            answer = of_status(response.status, response.headers.get("Retry-After"))
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
