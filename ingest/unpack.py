"""Compressed bytes out: gzip, deflate, Brotli and Zstandard, never more than a cap of them.

Own loops over the codecs, because a client that decompresses by itself hands over chunks of up to 64 MiB from
a few compressed bytes; here a step yields at most `_STEP` bytes, of Zstandard some MB, so a bomb costs little more
than the cap.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import brotli
import zstandard

_STEP = 65_536
#: Bytes of Zstandard at a time: its decoder has no cap of its own, and a block of 4 bytes may hold 128 KiB.
_SLICE = 256
_CODINGS = ("gzip", "x-gzip", "deflate", "br", "zstd")


@dataclass(frozen=True)
class Unpacked:
    """`whole`: the stream reached its own end. `capped`: there was more than `max_bytes`."""

    body: bytes
    whole: bool = True
    capped: bool = False


class Undecodable(Exception):
    """Not one byte could be had from the stream."""


def unpack(raw: bytes, encodings: str, max_bytes: int) -> Unpacked:
    """Undo a Content-Encoding header's codings, last first.

    A body that does not begin as its coding says is handed over as it is: servers label plain text "gzip". A coding
    that nobody knows ("utf-8", "none") is none. Raises Undecodable where a coding yields nothing.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    names = [name for name in names if name in _CODINGS]
    if len(names) > 3:
        raise Undecodable(f"{len(names)} codings on top of each other")
    body, whole, capped = raw, True, False
    for name in reversed(names):
        step = _unpack_one(body, name, max_bytes)
        body, whole, capped = step.body, whole and step.whole, capped or step.capped
    if len(body) > max_bytes:
        body, capped = body[:max_bytes], True
    return Unpacked(body, whole, capped)


def is_gzip(body: bytes) -> bool:
    """Do the bytes begin as a deflated gzip member does (RFC 1952)?"""
    return body[:3] == b"\x1f\x8b\x08"


def _is_text(body: bytes) -> bool:
    """Does it begin as a page or a feed that was not packed at all?"""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"{", b"[")


def _unpack_one(raw: bytes, name: str, max_bytes: int) -> Unpacked:
    if not raw:
        return Unpacked(b"")
    if name in ("gzip", "x-gzip"):
        if not is_gzip(raw):
            return Unpacked(raw)
        steps = _gzip(raw)
    elif name == "deflate":
        # RFC 9110 means zlib's wrapper, many servers send the bare stream.
        steps = _zlib(raw, zlib.MAX_WBITS if raw[0] & 0x0F == 8 and len(raw) > 1 and (raw[0] * 256 + raw[1]) % 31 == 0
                      else -zlib.MAX_WBITS)  # fmt: skip
    elif name == "br":
        steps = _brotli(raw)
    else:
        steps = _zstd(raw)
    try:
        return _collect(steps, name, max_bytes)
    except Undecodable:
        if _is_text(raw):
            return Unpacked(raw)
        raise


def _collect(steps: Iterator[bytes | None], name: str, max_bytes: int) -> Unpacked:
    """Gather the steps up to the cap; a step of None says that the stream came to its proper end."""
    out = bytearray()
    whole = False
    try:
        for step in steps:
            if step is None:
                whole = True
                break
            out += step
            if len(out) > max_bytes:
                return Unpacked(bytes(out[:max_bytes]), whole=False, capped=True)
    except (zlib.error, brotli.error, zstandard.ZstdError) as problem:
        if not out:
            raise Undecodable(f"broken {name}: {problem}") from None
    return Unpacked(bytes(out), whole=whole)


def _inflated(codec: Any, raw: bytes) -> Iterator[bytes]:
    """What a zlib decompressor makes of the bytes, step by step; it is not at its end where they break off."""
    pending = raw
    while not codec.eof:
        step = codec.decompress(pending, _STEP)
        if not step and not codec.unconsumed_tail and not codec.eof:
            return
        yield step
        pending = codec.unconsumed_tail


def _zlib(raw: bytes, window: int) -> Iterator[bytes | None]:
    codec = zlib.decompressobj(window)
    yield from _inflated(codec, raw)
    if codec.eof:
        yield None


def _gzip(raw: bytes) -> Iterator[bytes | None]:
    """All members of a gzip file; zeroes or junk after the last one are ignored, as gzip(1) does."""
    pending = raw
    while is_gzip(pending):
        codec = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _inflated(codec, pending)
        if not codec.eof:
            return
        pending = codec.unused_data
    yield None


def _brotli(raw: bytes) -> Iterator[bytes | None]:
    codec = brotli.Decompressor()
    step = codec.process(raw, output_buffer_limit=_STEP)
    while step:
        yield step
        step = b"" if codec.is_finished() else codec.process(b"", output_buffer_limit=_STEP)
    if codec.is_finished():
        yield None


def _zstd(raw: bytes) -> Iterator[bytes | None]:
    """All frames of a stream; what follows the last one is ignored, as after a gzip member."""
    pending = raw
    while pending:
        # The window a frame asks for is memory: 8 MB is what RFC 9659 lets a server use for "zstd".
        codec = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj()
        for at in range(0, len(pending), _SLICE):
            yield codec.decompress(pending[at : at + _SLICE])
            if codec.eof:
                break
        if not codec.eof:
            return
        after = codec.unused_data + pending[at + _SLICE :]
        pending = after if after.startswith(zstandard.FRAME_HEADER) else b""
    yield None
