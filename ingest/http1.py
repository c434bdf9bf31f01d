"""HTTP/1.1 as bytes: a request out, an answer in. No network here; `connections` moves the bytes.

Answers are taken apart by llhttp, the parser of Node.js, since one in Python took half of the time of a poll that
brings nothing new. It is told to be as lenient as the h11 of httpx: old servers end lines with a bare line feed, fold
header lines, pad the sizes of chunks, or tell a length beside chunks.
"""

from __future__ import annotations

import re

import httpcore
import httptools

Headers = list[tuple[bytes, bytes]]

_TARGET = re.compile(r"[\x21-\x7e]+")
#: A validator with a line break would become a header of its own.
_UNFIT = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_MAX_HEAD_BYTES = 100 * 1024
#: What is no body may outweigh it: chunks of one byte cost five bytes each. Endless trailers and sizes end here.
_MAX_FRAMING = 8


def request(authority: str, path: str, headers: Headers) -> bytes:
    """A GET as it goes over the wire; raises httpcore.LocalProtocolError where it would not be one request."""
    if not (_TARGET.fullmatch(path) and _TARGET.fullmatch(authority)):
        raise httpcore.LocalProtocolError("no request can be made of this URL")
    lines = [f"GET {path} HTTP/1.1\r\nHost: {authority}".encode()]
    for name, value in headers:
        if _UNFIT.search(value):
            raise httpcore.LocalProtocolError(f"illegal value of the header {name.decode()}: {value[:60]!r}")
        lines.append(name + b": " + value)
    return b"\r\n".join(lines) + b"\r\n\r\n"


class Incoming:
    """One answer as it comes in: `feed` it what was read until it is `whole`, and `end` it where the stream ends.

    `status` is 0 until the head is there. `keeps`: after this answer the connection can serve another request.
    Both methods raise httpcore.RemoteProtocolError for what is no HTTP.
    """

    def __init__(self) -> None:
        self.status = 0
        self.headers: Headers = []
        self.whole = self.keeps = False
        self._parts: list[bytes] = []
        self._wire_bytes = self._body_bytes = 0
        self._parser = httptools.HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,
            lenient_chunked_length=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
        )

    def feed(self, data: bytes) -> None:
        """Take what was read; what comes after the answer's end spoils the connection, not the answer."""
        self._wire_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as problem:
            self.keeps = False
            if not self.whole:
                raise httpcore.RemoteProtocolError(str(problem)) from None
        if self._wire_bytes > _MAX_HEAD_BYTES + (_MAX_FRAMING + 1) * self._body_bytes:
            raise httpcore.RemoteProtocolError(f"{self._wire_bytes} bytes, and {self._body_bytes} of them a body")

    def end(self) -> None:
        """The other side has closed: the proper end of an answer that tells no length, else it is cut off."""
        told = {name.lower() for name, _ in self.headers}
        if not self.status:
            raise httpcore.RemoteProtocolError("closed before the answer's head")
        if b"content-length" in told or any(
            name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in self.headers
        ):
            raise httpcore.RemoteProtocolError(f"closed after {self._body_bytes} bytes of the body")
        self.whole = True

    def taken(self) -> bytes:
        """What has come of the body since the last call."""
        parts, self._parts = self._parts, []
        return parts[0] if len(parts) == 1 else b"".join(parts)

    # What follows is called by the parser.

    def on_message_begin(self) -> None:
        self.keeps = False  # a second answer to one question

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.status:  # else a trailer
            self.headers.append((name, value.rstrip()))

    def on_headers_complete(self) -> None:
        if self.whole:
            return
        status = self._parser.get_status_code()
        if 100 <= status < 200:
            self.headers = []  # 103 Early Hints and the like
        else:
            self.status = status

    def on_body(self, part: bytes) -> None:
        if not self.whole:
            self._body_bytes += len(part)
            self._parts.append(part)

    def on_message_complete(self) -> None:
        if self.status and not self.whole:
            self.whole, self.keeps = True, self._parser.should_keep_alive()
