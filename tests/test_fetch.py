"""One polite, bounded GET: what comes back, what is refused, what never leaks."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import itertools
import random
import ssl
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli
import httpx
import pytest
import trustme
import zstandard
from fault_server import HOSTS, Answer, FaultServer, Visit
from hypothesis import given
from hypothesis import strategies as st
from poller import LOOPBACK

from ingest.address import AddressPolicy, redact
from ingest.dial import by_turns
from ingest.errors import BadAnswer, FetchError, Refused, TimedOut, TooLarge, Unreachable, Waiting
from ingest.fetch import _PLAIN, Fetcher, FetchSettings, Response, encoded, target_of
from ingest.hosts import Hosts, retry_after_s, route_of
from ingest.trail import Trail
from ingest.unpack import Undecodable, unpack

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def get(url: str, *, headers: dict[str, str] | None = None, purpose: Any = "feed", **settings: Any) -> Response:
    async def main() -> Response:
        async with Fetcher(FetchSettings(**(LOOPBACK | settings))) as fetcher:
            return await fetcher.get(url, headers=headers, purpose=purpose)

    return asyncio.run(main())


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_each_coding_is_undone(server, coding):
    text = "товарооборот 贸易 trade " * 20_000
    url = server.on("/x", Answer(body=CODINGS[coding](text.encode()), headers={"Content-Encoding": coding}))
    answer = get(url)
    assert answer.body.decode() == text
    assert answer.bytes_compressed < len(answer.body)
    assert answer.truncated is None


def test_a_bare_deflate_stream_a_gz_file_and_plain_text_called_gzip_are_read(server):
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    raw = bare.compress(b"hello") + bare.flush()
    server.on("/bare", Answer(body=raw, headers={"Content-Encoding": "deflate"}))
    server.on("/file", Answer(body=gzip.compress(b"hello"), content_type="application/x-gzip"))
    server.on("/plain", Answer(body=b"hello", headers={"Content-Encoding": "gzip"}))
    for path in ("/bare", "/file", "/plain"):
        assert get(server.url(path)).body == b"hello"


@pytest.mark.parametrize("coding", ["utf-8", "none", "binary", "br", "zstd", "deflate", "br, identity"])
def test_a_page_that_was_not_packed_is_read_whatever_its_coding_is_called(server, coding):
    url = server.on("/x", Answer(body=b"\xef\xbb\xbf <html>hello</html>", headers={"Content-Encoding": coding}))
    assert get(url).body.endswith(b"<html>hello</html>")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_packed_stream_that_breaks_off_is_told(coding):
    packed = CODINGS[coding](random.Random(5).randbytes(200_000))
    cut = unpack(packed[:150_000], coding, 10**6)
    assert (cut.whole, cut.capped) == (False, False)
    assert len(cut.body) > 100_000


def test_frames_of_zstd_in_a_row_are_one_body():
    packed = zstandard.compress(b"one ") + zstandard.compress(b"two") + b"junk"
    assert (unpack(packed, "zstd", 100).body, unpack(packed, "zstd", 100).whole) == (b"one two", True)


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.integers(0, 300))
def test_unpacking_never_yields_more_than_the_cap(body, coding, cap):
    whole = unpack(CODINGS[coding](body), coding, 10_000)
    assert (whole.body, whole.whole, whole.capped) == (body, True, False)
    cut = unpack(CODINGS[coding](body), coding, cap)
    assert cut.body == body[:cap]
    assert cut.capped == (len(body) > cap)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip"]))
def test_unpacking_junk_ends_in_bytes_or_a_plain_error(junk, coding):
    with contextlib.suppress(Undecodable):
        assert len(unpack(junk, coding, 1000).body) <= 1000


def test_a_zstd_frame_that_asks_for_a_huge_window_is_refused():
    packed = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    ).compressobj()
    raw = packed.compress(bytes(1000)) + packed.flush()
    with pytest.raises(Undecodable):
        unpack(raw, "zstd", 10_000)


@pytest.mark.parametrize("answer", [
    Answer(raw=b"garbage\r\n\r\n"),
    Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\nabc"),
    Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc"),
    Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"),
    Answer(raw=b""),
])  # fmt: skip
def test_broken_http_is_an_error_that_says_so(server, answer):
    with pytest.raises((BadAnswer, Unreachable)):
        get(server.on("/x", answer))


def test_too_many_bytes_on_the_wire_are_not_read(server):
    url = server.on("/x", Answer(body=bytes(300_000)))
    with pytest.raises(TooLarge):
        get(url, max_compressed_bytes=100_000)


def test_a_silent_server_times_out(server):
    url = server.on("/x", Answer(delay_s=5))
    with pytest.raises(TimedOut, match="no byte"):
        get(url, read_timeout_s=0.2, retries=0)
    with pytest.raises(TimedOut, match="no whole answer"):
        get(url, deadline_s=0.3)


def test_a_passing_failure_is_tried_again_and_a_lasting_one_returned(server):
    once = server.on("/once", Answer(status=502), Answer(body="back"))
    assert get(once, retries=2).body == b"back"
    always = server.on("/always", Answer(status=500, body="down"))
    answer = get(always, retries=2)
    assert (answer.status, answer.body) == (500, b"down")
    assert len(server.visits("/always")) == 3
    missing = server.on("/missing", Answer(status=404))
    assert get(missing, retries=2).status == 404
    assert len(server.visits("/missing")) == 1


def test_the_waits_before_new_tries_differ_from_one_url_to_the_next(server):
    """Else all that failed together come back together, and the server falls over again."""
    paths = [f"/{n}" for n in range(16)]
    for path in paths:
        server.on(path, Answer(status=502), Answer(status=502), Answer(body="back"))

    async def main() -> None:
        settings = FetchSettings(**(LOOPBACK | {"retries": 2, "retry_wait_s": 0.2, "per_host_concurrency": 16}))
        async with Fetcher(settings) as fetcher:
            await asyncio.gather(*(fetcher.get(server.url(path)) for path in paths))

    asyncio.run(main())
    times = [[visit.at for visit in server.visits(path)] for path in paths]
    assert {len(visits) for visits in times} == {3}
    for number in (1, 2):
        waits = [visits[number] - visits[number - 1] for visits in times]
        assert min(waits) >= 0.2 * 0.5 * number - 0.02
        assert max(waits) - min(waits) > 0.05


def test_a_server_that_asks_to_wait_is_not_tried_again_at_once(server):
    url = server.on("/x", Answer(status=503, headers={"Retry-After": "60"}))
    answer = get(url, retries=3)
    assert (answer.retry_after_s, answer.wait_s) == (60.0, 60.0)
    assert len(server.visits("/x")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "//a.example/", "http://", "http://a.example:99999/", "javascript:x", "http://a.example:0/",
        "http://exa mple.com/\n", "http://a.example/" + "x" * 9000,
    ],
)  # fmt: skip
def test_malformed_and_foreign_urls_are_refused(url):
    with pytest.raises(FetchError) as caught:
        get(url, retries=0)
    assert isinstance(caught.value, Refused | Unreachable)


def test_credentials_are_sent_to_their_own_host_only_and_never_told(server, capsys):
    def check(visit: Visit) -> Answer:
        return Answer(status=302, headers={"Location": server.url("/there", HOSTS[1])})

    server.on("/here?api_key=KEY", check)
    server.on("/there", Answer(body="x"))
    answer = get(f"http://user:p%40ss@{HOSTS[0]}:{server.port}/here?api_key=KEY")
    assert server.visits()[0].headers["authorization"] == "Basic dXNlcjpwQHNz"
    assert "authorization" not in server.visits()[1].headers
    assert "user" not in answer.url + answer.final_url
    with pytest.raises(Unreachable) as caught:
        get("http://user:p%40ss@127.0.0.1:1/feed?api_key=KEY&x=1")
    shown = str(caught.value) + repr(caught.value) + "".join(capsys.readouterr())
    assert not any(secret in shown for secret in ("user", "p%40ss", "KEY"))
    assert "x=1" in shown


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("https://a.example/there", True),
        ("http://a.example/there", False),
        ("https://a.example:8443/there", False),
        ("https://b.a.example/there", False),
        ("https://other:secret@a.example/there", True),
    ],
)
def test_credentials_go_along_to_the_same_host_and_port_under_no_weaker_scheme(target, sent):
    trail = Trail(bare="https://a.example/here", authorization="Basic xyz", headers={}, purpose="feed", by_hop=False)
    further = trail.next(302, target, 8)
    assert further.sent() == ({"Authorization": "Basic xyz"} if sent else {})
    assert "secret" not in further.at


@pytest.mark.parametrize(
    ("location", "target"),
    [("/新", "/新"), ("/新".encode("gbk").decode("latin-1"), "/%D0%C2"), ("\\there\\x", "/there/x"), ("/é新", "/é新")],
)
def test_a_redirect_is_followed_as_browsers_read_it(location, target):
    trail = Trail(bare="https://a.example/here", authorization=None, headers={}, purpose="page", by_hop=False)
    assert trail.next(302, location, 8).at == f"https://a.example{target}"


@given(st.text(max_size=60))
def test_redacting_never_fails_and_twice_is_once(text):
    once = redact("http://u:secret@a.example/?token=" + text)
    assert "secret" not in once
    assert redact(once) == once


def test_cookies_are_not_carried_from_one_answer_to_the_next(server):
    url = server.on("/x", Answer(body="1", headers={"Set-Cookie": "id=1; Path=/"}))

    async def main() -> None:
        async with Fetcher(FetchSettings(**LOOPBACK)) as fetcher:
            await fetcher.get(url)
            await fetcher.get(url)

    asyncio.run(main())
    assert all("cookie" not in visit.headers for visit in server.visits())


def test_we_say_who_we_are_and_how_to_reach_us(server):
    get(server.on("/x", Answer()), contact="https://amur.example/bot")
    assert server.visits()[0].headers["user-agent"] == "amur/0.1 (+https://amur.example/bot)"


def test_validators_with_odd_bytes_are_sent_as_they_came(server):
    url = server.on("/x", Answer(body="1", headers={"ETag": '"тег"'}), Answer(status=304))
    etag = get(url).header("etag")
    assert get(url, headers={"If-None-Match": etag}).status == 304
    assert server.visits()[1].headers["if-none-match"].encode("latin-1").decode() == '"тег"'


def test_a_location_in_utf8_is_followed(server):
    server.on("/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5", Answer(body="here"))
    url = server.on("/old", Answer(status=301, headers={"Location": "/новое"}))
    answer = get(url)
    assert answer.body == b"here"
    assert [status for status, _ in answer.redirects] == [301]


@given(st.from_regex(_PLAIN, fullmatch=True))
def test_a_plain_url_goes_out_as_httpx_would_send_it(url):
    with contextlib.suppress(httpx.InvalidURL):  # numbers that are no address: judged where they are dialled
        assert target_of(url) == encoded(url)


@pytest.mark.parametrize(
    ("url", "origin", "authority", "path"),
    [
        ("http://a.example", ("http", "a.example", 80), "a.example", "/"),
        ("https://a.example:8443/f.xml?x=1", ("https", "a.example", 8443), "a.example:8443", "/f.xml?x=1"),
        ("http://A.example:80/a/../b c", ("http", "a.example", 80), "a.example", "/b%20c"),
        ("https://россия.рф/лента", ("https", "xn--h1alffa9f.xn--p1ai", 443), "xn--h1alffa9f.xn--p1ai",
         "/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"),
        ("http://[::1]:8080/x", ("http", "::1", 8080), "[::1]:8080", "/x"),
    ],
)  # fmt: skip
def test_a_url_is_sent_to_its_host_in_ascii(url, origin, authority, path):
    assert target_of(url) == (origin, authority, path)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    ],
)
def test_what_comes_before_and_around_an_answer_is_read_or_is_an_error(server, raw):
    url = server.on("/x", Answer(raw=raw))
    if b"ok" in raw:
        assert get(url, retries=0).body == b"ok"
    else:
        with pytest.raises(BadAnswer):
            get(url, retries=0, read_timeout_s=1.0)


def test_a_validator_that_no_header_can_hold_is_an_error_that_says_so(server):
    with pytest.raises(BadAnswer, match="header"):
        get(server.on("/x", Answer()), headers={"If-None-Match": '"a\r\nHost: b"'}, retries=0)
    assert not server.visits()


def test_a_connection_serves_one_request_after_another_and_a_spoilt_one_none(server):
    dialled = []

    async def resolve(host: str, port: int) -> list[str]:
        dialled.append(host)
        return [host]

    async def main() -> list[bytes]:
        async with Fetcher(FetchSettings(**LOOPBACK), resolve=resolve) as fetcher:
            return [(await fetcher.get(server.url(path))).body for path in ("/a", "/a", "/cut", "/a", "/a")]

    server.on("/a", Answer(body="x"))
    server.on("/cut", Answer(body="12345", cut=2))
    assert asyncio.run(main()) == [b"x", b"x", b"12", b"x", b"x"]
    assert len(dialled) == 2


def test_an_answer_that_was_not_read_to_its_end_is_no_part_of_the_next(server):
    server.on("/big", Answer(body=b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil" * 20_000))
    server.on("/a", Answer(body="x"))

    async def main() -> bytes:
        async with Fetcher(FetchSettings(**(LOOPBACK | {"max_compressed_bytes": 100_000, "retries": 0}))) as fetcher:
            with pytest.raises(TooLarge):
                await fetcher.get(server.url("/big"))
            return (await fetcher.get(server.url("/a"))).body

    assert asyncio.run(main()) == b"x"


def test_an_answer_that_nobody_asked_for_is_never_taken_for_the_next():
    def said(body: bytes) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(said(b"good"))
                await asyncio.sleep(0.05)
                writer.write(said(b"evil"))

    async def main() -> list[bytes]:
        listening = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
        bodies = []
        async with Fetcher(FetchSettings(**(LOOPBACK | {"retries": 0}))) as fetcher:
            for _ in range(3):
                bodies.append((await fetcher.get(url)).body)
                await asyncio.sleep(0.15)
        listening.close()
        return bodies

    assert asyncio.run(main()) == [b"good"] * 3


def test_certificates_are_verified_always(tmp_path, monkeypatch):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as https:
        https.socket = context.wrap_socket(https.socket, server_side=True)
        threading.Thread(target=https.serve_forever, daemon=True).start()
        url = f"https://127.0.0.1:{https.server_port}/"
        with pytest.raises(Unreachable, match="certificate"):
            get(url, retries=0)
        assert get(url, ca_file=str(tmp_path / "ca.pem")).body == b"ok"
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert get(url).body == b"ok"
        https.shutdown()


@pytest.mark.parametrize(
    ("address", "objects"),
    [
        ("8.8.8.8", False), ("2a00:1450:4010:c05::64", False),
        ("10.1.2.3", True), ("172.16.0.1", True), ("192.168.1.1", True), ("127.8.8.8", True), ("0.0.0.0", True),
        ("169.254.169.254", True), ("100.100.100.200", True), ("168.63.129.16", True), ("192.0.2.1", True),
        ("198.18.0.1", True), ("224.0.0.1", True), ("240.0.0.1", True), ("255.255.255.255", True),
        ("::", True), ("::1", True), ("fe80::1%eth0", True), ("fc00::1", True), ("fd00:ec2::254", True),
        ("ff02::1", True), ("::ffff:192.168.0.1", True), ("::ffff:8.8.8.8", False), ("64:ff9b::a00:1", True),
        ("2002:a00:1::", True), ("::10.0.0.1", True), ("fec0::1", True), ("2001:db8::1", True),
    ],
)  # fmt: skip
def test_addresses_are_judged(address, objects):
    assert bool(AddressPolicy().objection(address, 80)) == objects


def test_ports_are_judged_and_an_allowed_network_is_open():
    policy = AddressPolicy(allow_networks=("10.0.0.0/8",), allow_ports=(80,))
    assert policy.objection("8.8.8.8", 22)
    assert policy.objection("8.8.8.8", 80) is None
    assert policy.objection("10.2.3.4", 6379) is None
    assert policy.objection("::ffff:10.2.3.4", 6379) is None  # the same place in other words
    assert policy.objection("64:ff9b::a02:304", 6379)  # by way of a gateway that is not ours
    assert policy.objection("192.168.1.1", 80)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", None, 120.0),
        (" 0 ", None, 0.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), None, 300.0),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), None, 0.0),
        (format_datetime(NOW, usegmt=True), format_datetime(NOW - timedelta(hours=1), usegmt=True), 3600.0),
        ("1.5", None, 1.5),
        ("soon", None, None),
        ("-5", None, None),
        ("٣", None, None),
        ("9" * 40, None, 1e9),
        (None, None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, date, seconds):
    assert retry_after_s(value, now=NOW, date=date) == seconds


def test_a_route_is_a_host_and_the_first_of_several_segments():
    assert route_of("http://Rss.example/telegram/channel/x") == ("rss.example", "telegram")
    assert route_of("http://rss.example/feed.xml") == ("rss.example", "")
    assert route_of("http://u:p@rss.example:81/a/") == ("rss.example:81", "a")


def test_three_refusing_routes_stop_the_host_and_a_good_answer_calms_it():
    async def main() -> None:
        hosts = Hosts(spacing_s=0, slow_down_s=0.01, rng=random.Random(1))
        for route in ("a", "b", "c"):
            hosts.answered(f"http://h.example/{route}/1", 429, 500.0)
        with pytest.raises(Waiting) as caught:
            async with hosts.turn("http://h.example/d/1"):
                pass
        assert 490 < caught.value.wait_s <= 500
        async with hosts.turn("http://other.example/d/1"):
            pass

    asyncio.run(main())


def turns(hosts: Hosts, count: int, path: str = "/calm/1") -> list[float]:
    """Seconds between one turn and the next."""

    async def main() -> list[float]:
        loop, times = asyncio.get_running_loop(), []
        for _ in range(count):
            async with hosts.turn(f"http://h.example{path}"):
                times.append(loop.time())
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    return asyncio.run(main())


def test_the_spacing_varies_around_what_is_set():
    gaps = turns(Hosts(spacing_s=0.04, rng=random.Random(1)), 12)
    assert 0.03 < min(gaps) < 0.038
    assert max(gaps) > 0.042


def test_a_host_that_refused_one_route_is_asked_more_slowly_for_the_others_until_it_answers_well():
    async def refused(hosts: Hosts) -> None:
        hosts.answered("http://h.example/busy/1", 429, 1.0)

    hosts = Hosts(spacing_s=0, slow_down_s=0.1)
    asyncio.run(refused(hosts))
    assert min(turns(hosts, 3)) >= 0.1
    for _ in range(3):
        hosts.answered("http://h.example/calm/1", 200, None)
    assert max(turns(hosts, 3)[1:]) < 0.05


def test_a_429_that_names_no_time_waits_longer_each_time():
    async def main() -> list[float | None]:
        hosts = Hosts(spacing_s=0)
        return [hosts.answered("http://h.example/a/1", 429, None) for _ in range(3)]

    assert asyncio.run(main()) == [60.0, 120.0, 240.0]


def test_one_host_gets_its_slots_and_no_more(server):
    running = 0
    most = 0

    async def one(fetcher: Fetcher) -> None:
        nonlocal running, most
        async with fetcher.hosts.turn(server.url("/x")):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.005)
            running -= 1

    async def main() -> None:
        async with Fetcher(FetchSettings(**(LOOPBACK | {"per_host_concurrency": 3}))) as fetcher:
            await asyncio.gather(*(one(fetcher) for _ in range(12)))

    asyncio.run(main())
    assert most == 3


def test_both_kinds_of_addresses_get_their_turn():
    assert by_turns(["::1", "::2", "::3", "10.0.0.1"]) == ["::1", "10.0.0.1", "::2", "::3"]
    assert by_turns(["10.0.0.1", "10.0.0.2", "::1"]) == ["10.0.0.1", "::1", "10.0.0.2"]
    assert by_turns([]) == []
