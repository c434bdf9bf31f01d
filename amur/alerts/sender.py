"""Who sends: a name that others can see to be alive, whatever the clock says.

A sender holds a lock on a file of its name while it lives; the system drops the lock when it dies, also by `kill -9`.
So another sender takes over a dead one's messages at once, and never a living one's, even where the clock jumps.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType


class Sender:
    """This process as a sender; a context manager. `name` is `host:pid:random`."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "senders"
        self.name = f"{_host()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._file: int | None = None

    def __enter__(self) -> Sender:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path(self.name), os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._path(self.name).unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)

    def judge(self, names: Iterable[str]) -> tuple[list[str], list[str]]:
        """(living, dead) of other senders of this machine; those of other machines are neither: their lease counts."""
        living: list[str] = []
        dead: list[str] = []
        for name in names:
            if name.partition(":")[0] == _host():
                (living if name == self.name or self._lives(name) else dead).append(name)
        return living, dead

    def _lives(self, name: str) -> bool:
        try:
            file = os.open(self._path(name), os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(file)
        self._path(name).unlink(missing_ok=True)
        return False

    def _path(self, name: str) -> Path:
        return self._folder / f"{name.replace(':', '-')}.lock"


def _host() -> str:
    return socket.gethostname().replace(":", "-")
