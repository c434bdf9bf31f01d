"""Raw answers kept as WARC (ISO 28500): one gzip member a record, so a file cut anywhere loses one record at most.

Bodies are stored decompressed; Content-Encoding and Content-Length of the wire are kept under the names that
Common Crawl uses (`X-Crawl-Content-Encoding`, …), so any WARC reader sees a plain answer.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.answer import Headed
from ingest.errors import ArchiveError
from ingest.fetch import Response
from ingest.plan import stamp
from ingest.unpack import Undecodable, unpack

_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_MAX_BODY = 50_000_000
_CHUNK = 1 << 16


class ArchivedResponse(Headed, frozen=True, kw_only=True):
    """An answer out of a WARC file. `fetched_at`: the record's own date, ISO 8601; `offset`: where it begins.

    `asked` is the URL that was asked for where another one answered.
    """

    url: str
    status: int
    body: bytes
    fetched_at: str
    feed_id: str | None = None
    asked: str | None = None
    offset: int = 0


class Archive:
    """A WARC file to append answers to and to find them in again. A cut last record is dropped at opening."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offsets: dict[str, int] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b")
        end = _whole_end(path, self._file)
        self._file.truncate(end)
        for record in _records(path, self._file, 0, WarcRecordType.response):
            self._index(record, record.stream_pos)
        self._file.seek(end)
        if end == 0:
            info = WarcRecord()
            info.init_headers(record_type=WarcRecordType.warcinfo)
            info.headers["Content-Type"] = "application/warc-fields"
            info.set_bytes_content(b"software: amur\r\nformat: WARC File Format 1.1\r\n")
            self._write(info)

    def _index(self, record: WarcRecord, offset: int) -> None:
        self._offsets[record.headers["WARC-Target-URI"]] = offset
        if asked := record.headers.get("Amur-Requested-URI"):
            self._offsets[asked] = offset

    def append(self, response: Response, *, fetched_at: datetime, feed_id: str | None = None) -> None:
        """Keep an answer; it is found under the URL asked for and under the one that answered."""
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.is_http = True
        record.headers["WARC-Target-URI"] = _line(response.final_url)
        record.headers["WARC-Date"] = stamp(fetched_at)
        if feed_id:
            record.headers["Amur-Feed"] = _line(feed_id)
        if response.final_url != response.url:
            record.headers["Amur-Requested-URI"] = _line(response.url)
        if response.truncated:
            record.headers["WARC-Truncated"] = "unspecified"
        record.set_bytes_content(_http_block(response))
        self._index(record, self._write(record))

    def _write(self, record: WarcRecord) -> int:
        offset = self._file.tell()
        plain = io.BytesIO()
        record.write(plain)
        self._file.write(gzip.compress(plain.getvalue(), compresslevel=5, mtime=0))
        self._file.flush()
        return offset

    def find(self, url: str) -> ArchivedResponse | None:
        """The last answer kept for this URL."""
        offset = self._offsets.get(url)
        if offset is None:
            return None
        with self.path.open("rb") as file:
            return next(_responses(self.path, file, offset), None)

    def __iter__(self) -> Iterator[ArchivedResponse]:
        return read_warc(self.path)

    def __len__(self) -> int:
        return len(set(self._offsets.values()))

    def close(self) -> None:
        """Write what is pending to the disk; closing twice does nothing."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_warc(path: Path | str) -> Iterator[ArchivedResponse]:
    """The HTTP answers of a WARC file, plain or compressed, ours or another crawler's.

    A last record that is cut off ends the file quietly; anything else that is no WARC raises ArchiveError.
    """
    with Path(path).open("rb") as file:
        yield from _responses(path, file, 0)


def last_kept(path: Path, *, url: str | None = None, feed_id: str | None = None) -> ArchivedResponse | None:
    """The last answer for a URL (asked for, or answering) or for a feed; None where the file has none or is absent."""
    if not path.exists():
        return None
    found = None
    for response in read_warc(path):
        if response.feed_id == feed_id if feed_id else url in (response.url, response.asked):
            found = response
    return found


def _responses(path: Path | str, file: BinaryIO, offset: int) -> Iterator[ArchivedResponse]:
    spoilt: ArchiveError | None = None
    for number, record in enumerate(_records(path, file, offset, WarcRecordType.response), 1):
        if spoilt:
            raise spoilt
        try:
            yield _response(path, number, record)
        except ArchiveError as error:
            if number == 1:
                raise
            spoilt = error  # in the last record this is where the file was cut; before others it is damage


def _response(path: Path | str, number: int, record: WarcRecord) -> ArchivedResponse:
    record.parse_http()
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if not url or record.http_headers is None or record.http_headers.status_code is None:
        raise ArchiveError(path, "a response record without an HTTP answer", record=number)
    body = record.reader.read(_MAX_BODY)
    if len(body) < min(record.content_length, _MAX_BODY):
        raise ArchiveError(path, "the record ends early", record=number)
    headers = tuple((str(key), str(value)) for key, value in record.http_headers)
    return ArchivedResponse(
        url=url,
        status=int(record.http_headers.status_code),
        headers=headers,
        body=_plain(path, number, body, headers),
        fetched_at=record.headers.get("WARC-Date") or "",
        feed_id=record.headers.get("Amur-Feed"),
        asked=record.headers.get("Amur-Requested-URI"),
        offset=record.stream_pos,
    )


def _records(path: Path | str, file: BinaryIO, offset: int, kinds: WarcRecordType) -> Iterator[WarcRecord]:
    """Records from `offset` on, with the library's errors as ours; a file cut in its last record just ends."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(offset)
    number = 0
    if offset == size:
        return
    try:
        for record in ArchiveIterator(file, record_types=kinds, parse_http=False):
            number += 1
            yield record
    except OSError as problem:
        if number and "nexpected end" in str(problem):
            return
        raise ArchiveError(path, str(problem), record=number + 1) from None


def _whole_end(path: Path, file: BinaryIO) -> int:
    """Where the last whole gzip member ends; what follows was cut off by a crash. Raises ArchiveError for junk."""
    end, members = 0, 0
    file.seek(0)
    while True:
        codec = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            while not codec.eof and (chunk := file.read(_CHUNK)):
                while chunk and not codec.eof:
                    codec.decompress(chunk, _CHUNK)
                    chunk = codec.unconsumed_tail
        except zlib.error as problem:
            raise ArchiveError(path, f"no gzip member begins here: {problem}", record=members + 1) from None
        if not codec.eof:
            return end
        members += 1
        end = file.tell() - len(codec.unused_data)
        file.seek(end)


def _http_block(response: Response) -> bytes:
    lines = [f"HTTP/1.1 {response.status} {_reason(response.status)}"]
    for name, value in response.headers:
        kept = f"X-Crawl-{name}" if name.lower() in _OF_THE_WIRE else name
        lines.append(f"{_line(kept)}: {_line(value)}")
    lines.append(f"Content-Length: {len(response.body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + response.body


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _plain(path: Path | str, number: int, body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """The body without chunking and compression, where another crawler kept the wire's bytes."""
    found = {key.lower(): value for key, value in headers}
    if "chunked" in found.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    if coding := found.get("content-encoding"):
        try:
            return unpack(body, coding, _MAX_BODY).body
        except Undecodable as problem:
            raise ArchiveError(path, str(problem), record=number) from None
    return body


def _dechunked(body: bytes) -> bytes:
    """Chunks put together; a body that was put together already comes back as it is."""
    out = bytearray()
    rest = body
    while rest:
        head, mark, tail = rest.partition(b"\r\n")
        try:
            size = int(head.split(b";")[0], 16) if mark and len(head) < 64 else -1
        except ValueError:
            size = -1
        if size < 0 or size > len(tail):
            return bytes(out) or body
        if size == 0:
            break
        out += tail[:size]
        rest = tail[size:].removeprefix(b"\r\n")
    return bytes(out)


def _line(text: str) -> str:
    """One header line's worth: a URL or value with line breaks must not become two headers."""
    return text.replace("\r", " ").replace("\n", " ")
