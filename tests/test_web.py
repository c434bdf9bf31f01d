"""The web page on a real server on loopback: its pages, its headers, and what it refuses."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import msgspec
import pytest
import uvicorn

from amur.backfill import backfill
from amur.commands.corrections import corrections
from amur.commands.explain import explain
from amur.commands.serve import listening
from amur.errors import Refusal
from amur.settings import load_settings
from amur.web import application
from tests.test_brief import ARTICLES


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the page over a snapshot with one honest and one hostile article."""
    folder = tmp_path_factory.mktemp("home")
    path = folder / "articles.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in ARTICLES))
    settings = load_settings(home=folder)
    backfill([path], settings)
    with serving(settings.home) as found:
        yield found


class serving:
    """Serves a home on a free port of loopback until the block ends."""

    def __init__(self, home: Path) -> None:
        config = uvicorn.Config(application(load_settings(home=home)), host="127.0.0.1", port=0, log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> httpx.Client:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        return self._client

    def __exit__(self, *problem: object) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join()


def rows(client: httpx.Client) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get("/api/agreements").json()
    return found


@pytest.mark.parametrize("path", ["/", "/?day=2023-10-13", "/agreements", "/feeds", "/query", "/article/hostile"])
def test_every_page_answers_with_a_policy_and_without_script(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {200, 404} if path.startswith("/article") else answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text


def test_every_link_leads_to_a_page_or_to_the_web(client: httpx.Client) -> None:
    links = set(re.findall(r'href="([^"]*)"', client.get("/").text + client.get("/agreements").text))
    assert not {link for link in links if not link.startswith(("/", "https://"))}
    for link in {link.split("#")[0] for link in links if link.startswith("/")}:
        assert client.get(link).status_code == 200, link


def test_a_number_of_the_brief_is_found_under_its_sentence(client: httpx.Client) -> None:
    page = client.get("/").text
    for path, anchor in re.findall(r'href="(/article/[^"#]+)#([a-z]+-\d+)"', page):
        assert f'id="{anchor}"' in client.get(path).text, (path, anchor)


def test_hostile_text_is_shown_as_text(client: httpx.Client) -> None:
    links = set(re.findall(r'href="(/article/[^"#]+)', client.get("/").text))
    pages = [client.get(link).text for link in links]
    assert any("&lt;script&gt;alert(4)" in page for page in pages)
    assert not any(re.search(r'<script|<img|href="javascript', page, re.I) for page in pages)


def test_the_register_filters_and_speaks_json(client: httpx.Client) -> None:
    found = rows(client)
    assert len(found) == 1
    key = str(found[0]["agreement_id"])
    assert key in client.get("/agreements", params={"q": "huaxin", "stage": "signed"}).text
    assert key not in client.get("/agreements", params={"stage": "ended"}).text
    page = client.get(f"/agreement/{key}").text
    assert "Opened this agreement" in page
    assert "Huaxin" in page


def test_a_register_that_is_longer_than_the_page_says_so(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    path = tmp_path / "articles.jsonl"
    second = {
        "id": "second", "url": "https://news.example/second", "published": "2023-10-14", "title": "Longsheng signs",
        "text": "China's Longsheng Machinery signed a contract worth 90 million yuan with Russia's Uralmet in Harbin.",
    }  # fmt: skip
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in (*ARTICLES, second)))
    backfill([path], settings)
    with serving(settings.home) as client:
        assert "1 shown, newest first; there are more" in client.get("/agreements", params={"limit": 1}).text
        assert "2 shown, newest first." in client.get("/agreements", params={"limit": 2}).text


def test_the_box_answers_questions_and_refuses_the_rest(client: httpx.Client) -> None:
    counted = client.get("/query", params={"sql": "SELECT count(*) AS n FROM agreement"})
    assert '<td class="whole">1</td>' in counted.text
    for sql in (
        "DROP TABLE store.run",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SET threads = 9",
        "SELECT 1; SELECT 2",
    ):
        answer = client.get("/query", params={"sql": sql})
        assert answer.status_code == 400
        assert 'class="error"' in answer.text
    shown = client.get("/query", params={"sql": "SELECT '<script>alert(1)</script>' AS x"}).text
    assert "<script" not in shown


def test_what_is_not_there_is_said_plainly(client: httpx.Client) -> None:
    assert client.get("/agreement/A999999").status_code == 404
    assert client.get("/article/none").status_code == 404
    for day in ("yesterday", "2023-02-30", "2023-10-24T05:00"):
        misread = client.get("/", params={"day": day})
        assert (misread.status_code, f"day {day}: not a date such as 2023-10-24" in misread.text) == (422, True)
    assert client.get("/api/nothing").json() == {"detail": "Not Found"}


def test_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        answer = client.get("/")
    assert answer.status_code == 404
    assert "amur run" in answer.text


def test_many_ask_at_once_and_each_is_answered(client: httpx.Client) -> None:
    """Within a process DuckDB keeps one instance of a file: the second to ask met the first one's locked settings."""
    paths = ["/", "/agreements", "/feeds", "/query?sql=SELECT+1", "/api/agreements"] * 8
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda path: client.get(path).status_code, paths))
    assert answers == [200] * len(paths)


def test_head_is_answered_as_get_without_a_body(client: httpx.Client) -> None:
    got, head = client.get("/agreements"), client.head("/agreements")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_a_site_that_says_it_is_this_machine_gets_no_page(client: httpx.Client) -> None:
    """A page elsewhere whose name leads to 127.0.0.1 would read the warehouse through its visitor's browser."""
    answer = client.get("/query", params={"sql": "SELECT 1"}, headers={"Host": "elsewhere.example"})
    assert (answer.status_code, "--host" in answer.text) == (421, True)
    for host in ("localhost:80", "127.0.0.1:8477", "[::1]:80"):
        assert client.get("/feeds", headers={"Host": host}).status_code == 200


def test_a_port_that_is_taken_is_refused_in_words() -> None:
    with listening("127.0.0.1", 0) as door, pytest.raises(Refusal, match=r"cannot listen on 127\.0\.0\.1, port \d+: "):
        listening("127.0.0.1", door.getsockname()[1])


def test_an_agreement_that_people_merged_is_found_by_its_old_id_and_tells_what_they_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(home=tmp_path / "home")
    text = "China's {0} signed a contract worth {1} million yuan with Russia's {2} in Harbin on Thursday."
    deals = (("Huaxin Foods", 120, "Amurzerno"), ("Longsheng Machinery", 90, "Uralmet"), ("Beifang Paper", 70, "Ilim"))
    for number, names in enumerate(deals, 1):
        path = tmp_path / f"{number}.jsonl"
        told = {"title": f"{names[0]} signs", "text": text.format(*names), "published": f"2023-10-{11 + number}"}
        path.write_bytes(msgspec.json.encode(told | {"url": f"https://news.example/{number}"}))
        if number == 3:
            settings.corrections.write_text(
                '[[merge]]\ninto = "A000001"\nagreements = ["A000002"]\nreason = "one deal"\ndate = 2023-10-14\n'
                '[[value]]\nagreement = "A000001"\nfield = "signed_on"\nvalue = "2023-10-11"\n'
                'reason = "the <b>desk</b> rang them"\ndate = 2023-10-13\n',
                encoding="utf-8",
            )
        backfill([path], settings)
    explain(settings, "A000002", html=None)
    told_now = " ".join(capsys.readouterr().out.split())
    assert told_now.startswith("A000002 was merged into A000001 A000001: contract, signed")
    assert "told by: 1 outlet, 2 mentions" in told_now
    assert "signed, news, worth 90 million CNY" in told_now
    assert "merge, score 1.00: by hand: one deal" in told_now
    assert "Set by hand 13 October 2023 signed on: 2023-10-11 (the <b>desk</b> rang them), since " in told_now
    with serving(settings.home) as client:
        answer = client.get("/agreement/A000002", follow_redirects=True)
    assert answer.url.path == "/agreement/A000001"
    assert "worth 90 million CNY" in answer.text
    assert "13 October 2023: signed on: 2023-10-11 (the &lt;b&gt;desk&lt;/b&gt; rang them)" in answer.text


def test_an_id_that_is_gone_is_told_as_such_also_in_the_snapshot_of_an_earlier_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, path = load_settings(home=tmp_path / "home"), tmp_path / "told.jsonl"
    text = "China's {0} signed a contract worth {1} million yuan with Russia's {2} in Harbin on Thursday."
    deals = [text.format(*one) for one in (("Huaxin Foods", 120, "Amurzerno"), ("Longsheng Machinery", 90, "Uralmet"),
                                           ("Beifang Paper", 70, "Ilim"))]  # fmt: skip
    withdrawn = "China's Beifang Paper traded much with Russia in the autumn, its yearly report says."
    for number, told in enumerate((*deals, withdrawn), 1):
        article = {"url": f"https://news.example/{min(number, 3)}", "published": f"2023-10-{11 + number}"}
        path.write_bytes(msgspec.json.encode({"title": "China and Russia", "text": told, **article}))
        backfill([path], settings)
    merge = '[[merge]]\ninto = "A000001"\nagreements = ["A000002"]\nreason = "one deal"\ndate = 2023-10-14\n'
    settings.corrections.write_text(merge, encoding="utf-8")
    assert corrections(settings, apply=True) == 0
    with duckdb.connect(str(settings.snapshot)) as earlier:
        earlier.execute("DROP VIEW main.merged_agreement")
    settings.corrections.write_text(merge.replace("A000001", "A000009"), encoding="utf-8")
    assert corrections(settings, apply=False) == 2
    assert "A000002 was merged into A000001: name that: refused" in " ".join(capsys.readouterr().out.split())
    explain(settings, "A000002", html=None)
    assert capsys.readouterr().out.startswith("A000002 was merged into A000001\n")
    with pytest.raises(Refusal, match=r"^A000003: no report tells it since \d+ \w+ 20\d\d: what told it was edited"):
        explain(settings, "A000003", html=None)
    with pytest.raises(Refusal, match=r"^A000009: no such agreement$"):
        explain(settings, "A000009", html=None)
    with serving(settings.home) as client:
        assert client.get("/agreement/A000002", follow_redirects=True).url.path == "/agreement/A000001"
        assert "no report tells it since" in client.get("/agreement/A000003").text
