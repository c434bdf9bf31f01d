"""What we know of words and formats at the door: TOML files beside this one.

One thread reads at a time: msgspec learns a struct's fields at its first use, and a second thread that finds them half
learned brings the process down. Two channels that compose their first message at once did.
"""

from __future__ import annotations

from importlib.resources import files
from threading import Lock
from typing import TypeVar

import msgspec

T = TypeVar("T")

_ONE_AT_A_TIME = Lock()


def read_data(name: str, shape: type[T]) -> T:
    """Read `amur/<name>.toml` into `shape`; raises `msgspec.DecodeError` where the file has another one."""
    raw = files("amur").joinpath(f"{name}.toml").read_bytes()
    with _ONE_AT_A_TIME:
        return msgspec.toml.decode(raw, type=shape)
