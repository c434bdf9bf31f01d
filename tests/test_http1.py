"""Answers as bytes, taken apart as h11 does it, whatever pieces they come in."""

from __future__ import annotations

import itertools

import h11
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.http1 import Incoming, request

#: (status, headers, body, whole, the connection can be used again)
Reading = tuple[int, list[tuple[bytes, bytes]], bytes, bool, bool]


def read(raw: bytes, cuts: tuple[int, ...] = ()) -> Reading | None:
    """What we make of an answer that comes in pieces and then ends; None for what is no HTTP."""
    answer = Incoming()
    edges = [0, *sorted(cut % (len(raw) + 1) for cut in cuts), len(raw)]
    body, left = b"", 0
    try:
        for start, end in itertools.pairwise(edges):
            if start < end and not answer.whole:
                answer.feed(raw[start:end])
                body += answer.taken()
                left = len(raw) - end
    except httpcore.RemoteProtocolError:
        return (answer.status, answer.headers, body, False, False) if answer.status else None
    if answer.whole:
        return answer.status, answer.headers, body, True, answer.keeps and not left
    try:
        answer.end()
    except httpcore.RemoteProtocolError:
        return (answer.status, answer.headers, body, False, False) if answer.status else None
    return answer.status, answer.headers, body, True, False


def judged(raw: bytes) -> Reading | None:
    """The same by h11."""
    judge = h11.Connection(h11.CLIENT)
    judge.send(h11.Request(method="GET", target="/", headers=[("Host", "a.example")]))
    judge.send(h11.EndOfMessage())
    judge.receive_data(raw)
    judge.receive_data(b"")
    status, headers, body = 0, [], b""
    try:
        while not isinstance(event := judge.next_event(), h11.EndOfMessage | h11.ConnectionClosed):
            if isinstance(event, h11.Response):
                status, headers = event.status_code, event.headers.raw_items()
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif not isinstance(event, h11.InformationalResponse):
                return None
    except h11.RemoteProtocolError:
        return (status, headers, body, False, False) if status else None
    if not status:
        return None
    keeps = judge.their_state is h11.DONE and not judge.trailing_data[0]
    return status, headers, body, True, keeps


def plain(reading: Reading | None) -> object:
    """What must agree; h11 lowers the case of some values."""
    return reading and (reading[0], [(name, value.lower()) for name, value in reading[1]], *reading[2:4])


HEADS = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 \r\n",
    b"HTTP/1.1 200\r\n",
    b"HTTP/1.0 200 OK\r\n",
    b"HTTP/1.1 200 OK\n",
    b"HTTP/1.1 404 Not Found\r\n",
    b"HTTP/1.1 304 Not Modified\r\n",
    b"HTTP/1.1 204 No Content\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\n",
    "HTTP/1.1 200 Хорошо\r\n".encode(),
]
FIELDS = [
    b"Content-Length: 5\r\n",
    b"Content-Length: 0\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"transfer-encoding: Chunked\r\n",
    b"Connection: close\r\n",
    b"Connection: keep-alive\r\n",
    b'ETag: "\xd1\x82\xd0\xb5\xd0\xb3"\r\n',
    b"X-Folded: one\r\n two\r\n",
    b"X-Empty:\r\n",
    b"X-Bare: line feed\n",
    b"X-Spaces:  \t padded \t \r\n",
]
BODIES = [
    b"",
    b"hello",
    b"hel",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"5  \r\nhello\r\n0\r\n\r\n",
    b"5;name=value\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n",
    b"1\r\nh\r\n4\r\nello\r\n0\r\n\r\n",
    b"5\r\nhel",
    b"hello, and more than was told",
]


@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(FIELDS), max_size=3, unique_by=lambda field: field.lower()[:8]),
    st.sampled_from(BODIES),
    st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)),
)
def test_an_answer_in_pieces_is_read_as_h11_reads_it_whole(head, fields, body, cuts):
    raw = head + b"".join(fields) + b"\r\n" + body
    ours, theirs = read(raw, cuts), judged(raw)
    assert plain(ours) == plain(theirs)
    if ours and theirs and ours[4]:
        assert theirs[4] or head.startswith(b"HTTP/1.0")  # never kept where h11 would not; it keeps no old server's


@given(st.binary(max_size=200), st.sampled_from(HEADS), st.integers(0, 300))
def test_junk_ends_in_bytes_or_a_plain_error(junk, head, cut):
    for raw in (junk, head + junk, head + b"Transfer-Encoding: chunked\r\n\r\n" + junk):
        read(raw, (cut,))


@given(st.binary(max_size=60))
def test_a_request_is_one_request_or_none(value):
    try:
        raw = request("a.example", "/feed.xml?x=1", [(b"User-Agent", b"amur"), (b"If-None-Match", value)])
    except httpcore.LocalProtocolError:
        return
    judge = h11.Connection(h11.SERVER)
    judge.receive_data(raw)
    asked = judge.next_event()
    assert isinstance(asked, h11.Request)
    assert (asked.method, asked.target) == (b"GET", b"/feed.xml?x=1")
    assert [name for name, _ in asked.headers] == [b"host", b"user-agent", b"if-none-match"]
    assert isinstance(judge.next_event(), h11.EndOfMessage)
    assert judge.trailing_data == (b"", False)


@pytest.mark.parametrize(
    ("authority", "path"),
    [("a.example", "/a b"), ("a.example", "/a\r\nX: 1"), ("a.example\r\nX: 1", "/"), ("", "/"), ("a.example", "")],
)
def test_a_url_that_would_break_the_request_makes_none(authority, path):
    with pytest.raises(httpcore.LocalProtocolError):
        request(authority, path, [])


def endless(start: bytes, more: bytes) -> int:
    """How many bytes are taken of an answer that goes on for ever, until it is an error."""
    answer = Incoming()
    answer.feed(start)
    for taken in range(0, 10_000_000, len(more)):
        try:
            answer.feed(more)
        except httpcore.RemoteProtocolError:
            return taken
        answer.taken()
    raise AssertionError("no end was made")


def test_a_head_trailers_and_sizes_without_end_are_cut():
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    lines = b"".join(b"X-%d: y\r\n" % n for n in range(500))
    assert endless(b"HTTP/1.1 200 OK\r\n", lines) < 150_000
    assert endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 5_000) < 150_000
    assert endless(chunked + b"1\r\nx\r\n0\r\n", lines) < 150_000
    assert endless(chunked + b"1;", b"y" * 5_000) < 150_000
    assert endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100) < 150_000


def test_chunks_of_one_byte_are_a_body_like_any_other():
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n"
    assert read(raw) == (200, [(b"Transfer-Encoding", b"chunked")], b"x" * 100_000, True, True)
