"""Receivers of alerts on loopback: they answer as scripted, keep what they were sent, and may honour keys.

with Receiver(500, 200) as desk:        # the first request gets 500, the second and later ones 200
    desk.hook, desk.json                # its addresses as channels
    desk.keys                           # what it has taken, in order, each key once
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

#: An answer: a status, or a word: `hang` takes the message and never answers, `die` answers half and hangs up,
#: `drip` answers a byte at a time, `slow` answers after a moment.
Answer = int | str


class Receiver:
    """Serves on loopback; answers follow each other, the last one stays. `choose` may decide by request instead.

    `retry_after` is sent with each.
    """

    def __init__(
        self,
        *answers: Answer,
        choose: Callable[[dict[str, str]], Answer] | None = None,
        port: int = 0,
        retry_after: str | None = None,
    ) -> None:
        self.requests: list[dict[str, Any]] = []
        self.taken: list[str] = []
        self._answers = list(answers or (200,))
        self._choose = choose
        self._also = f"Retry-After: {retry_after}\r\n" if retry_after else ""
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.casefold(): value for name, value in self.headers.items()}
                outer._serve(self, headers, body)

            def log_message(self, *_: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: object) -> None: ...

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_port

    @property
    def hook(self) -> str:
        return f"amur+http://127.0.0.1:{self.port}/hook"

    @property
    def json(self) -> str:
        return f"json://127.0.0.1:{self.port}/json"

    @property
    def keys(self) -> list[str]:
        """Keys in the order in which they were first taken: what a receiver that honours them acts on."""
        return list(dict.fromkeys(self.taken))

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The bodies of all requests, as JSON."""
        return [json.loads(request["body"]) for request in self.requests]

    def _serve(self, handler: BaseHTTPRequestHandler, headers: dict[str, str], body: bytes) -> None:
        with self._lock:
            self.requests.append({"path": handler.path, "headers": headers, "body": body, "at": time.monotonic()})
            if self._choose:
                answer = self._choose(headers)
            else:
                answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            if answer in (200, "hang", "die", "drip", "slow"):
                self.taken.append(headers.get("idempotency-key", ""))
        if answer == "hang":
            self._stopping.wait(30)
            handler.close_connection = True
            return
        if answer == "slow":
            self._stopping.wait(0.4)
        status = 200 if isinstance(answer, str) else answer
        whole = f"HTTP/1.1 {status} So\r\n{self._also}Content-Length: 2\r\n\r\nok".encode("iso-8859-1")
        try:
            if answer == "die":
                handler.wfile.write(whole[:10])
                handler.wfile.flush()
                handler.connection.shutdown(socket.SHUT_RDWR)
                handler.close_connection = True
            elif answer == "drip":
                for place in range(len(whole)):
                    handler.wfile.write(whole[place : place + 1])
                    handler.wfile.flush()
                    if self._stopping.wait(0.2):
                        return
            else:
                handler.wfile.write(whole)
        except OSError:
            handler.close_connection = True

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
