"""What is forgotten is said to be, with the day and the reason, to whoever still holds its id or address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from amur.commands.explain import explain
from amur.commands.retention import forget
from amur.errors import Refusal
from amur.identity import url_id
from amur.settings import load_settings
from amur.web import application
from ingest.links import canonical
from tests.warehouse_batches import NOW, article, batch, deal, open_store
from warehouse.load import load
from warehouse.readers.publish import publish

ADDRESS = "https://example.org/2026/deal.html"


def test_a_forgotten_article_and_its_deal_are_explained_by_the_day_and_the_reason(tmp_path: Path) -> None:
    key = url_id(canonical(ADDRESS))
    with open_store(tmp_path) as connection:
        load(connection, batch(article(key, facts=(deal(),))), now=NOW)
    publish(tmp_path)
    settings = load_settings(home=tmp_path)
    assert forget(settings, [key], "court order") == 0
    why = f"forgotten on {datetime.now(UTC):%-d %B %Y}: court order"
    for what in (key, ADDRESS, "A000001"):
        with pytest.raises(Refusal, match=why):
            explain(settings, what, html=None)
    client = TestClient(application(settings), base_url="http://localhost")
    for path in (f"/article/{key}", "/agreement/A000001"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert why in answer.text
    with pytest.raises(Refusal, match="no such file, and no article"):
        explain(settings, "a2", html=None)
