"""What is worked out of patterns, kept beside the bytecode, as Python keeps modules.

The codes of some four thousand patterns and the letters of seven thousand take a process seconds to work out and
hundredths of one to read. The file holds one process's finds for the next: without it, or where it can't be written,
all is worked out anew.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import atexit
import marshal
import os
import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

#: The finds are written where so large a part of them is new.
_WORTH = 0.02
#: Bytes of a file in which the finds of too many edited patterns have gathered: the next process begins anew.
_MOST = 50_000_000
#: Bytes of the digest before the finds.
_DIGEST = 32


class Kept:
    """The finds of processes before, and of this one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new = 0
        self._used: set[tuple[str, str, bytes]] = set()
        self._finds: dict[tuple[str, str, bytes], dict[Any, Any]] = {}
        with suppress(OSError):
            held = path.read_bytes()
            if held and _digest(held[_DIGEST:]) == held[:_DIGEST]:  # else it is cut short, or damaged
                self._finds = marshal.loads(held[_DIGEST:])

    def compiled(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """The pattern as `re.compile` makes it; raises re.error as that does."""
        all_flags, code, *groups = self.found(_code, (pattern, int(flags)))
        made: re.Pattern[str] = _sre.compile(pattern, all_flags, array("I", code).tolist(), *groups)
        return made

    def found(self, work: Callable[[Any], T], of: Any) -> T:
        """What a plain function makes of something; both are of the types that `marshal` writes."""
        stamp = _stamp(work)
        self._used.add(stamp)
        finds = self._finds.setdefault(stamp, {})
        if of not in finds:
            finds[of] = work(of)
            self._new += 1
        known: T = finds[of]
        return known

    def save(self) -> None:
        """Write the finds for the next process, where that is worth it and bytecode may be written."""
        if sys.dont_write_bytecode or self._new <= sum(map(len, self._finds.values())) * _WORTH:
            return
        self._new = 0
        outdated = {stamp for stamp in self._finds.keys() - self._used if stamp[:2] in {one[:2] for one in self._used}}
        held = marshal.dumps({stamp: finds for stamp, finds in self._finds.items() if stamp not in outdated})
        held = _digest(held) + held if len(held) < _MOST else b""
        part = self.path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(held)
            part.replace(self.path)


def _digest(held: bytes) -> bytes:
    return blake2b(held, digest_size=_DIGEST).digest()


@cache
def _stamp(work: Callable[[Any], Any]) -> tuple[str, str, bytes]:
    """Finds hold for one version of Python and of the file that works them out."""
    return sys.version, f"{work.__module__}.{work.__qualname__}", _digest(Path(work.__code__.co_filename).read_bytes())


def _code(written: tuple[str, int]) -> tuple[Any, ...]:
    """What makes a pattern without reading it: its flags, its code, and its groups with their names."""
    pattern, flags = written
    parsed = parser.parse(pattern, flags)
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in parsed.state.groupdict.items():
        names[number] = name
    code = array("I", compiler._code(parsed, flags)).tobytes()
    return flags | parsed.state.flags, code, parsed.state.groups - 1, parsed.state.groupdict, tuple(names)


@cache
def finds() -> Kept:
    """The finds beside this program's bytecode, written when it ends."""
    held = Kept(Path(cache_from_source(__file__)).with_suffix(".patterns"))
    atexit.register(held.save)
    return held


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, from what is kept where it can."""
    return finds().compiled(pattern, flags)
