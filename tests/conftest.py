"""Shared ground of the tests: no socket leaves loopback, and outside data is used only where it is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

# An example may take long where other work runs beside the tests; what must be fast says so itself.
settings.register_profile("amur", deadline=None)
settings.load_profile("amur")

PROJECT = Path(__file__).resolve().parent.parent
#: Development corpora, real feeds and benchmarks live beside the project; where they are absent, tests skip.
SHARED = Path(os.environ.get("AMUR_SHARED", PROJECT.parent / "shared"))


def pytest_runtest_setup() -> None:
    """Block every connection that is not to loopback."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.0/8", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where no bytecode may be written beside the code, the processes that tests start share a folder for it.

    Each would compile Airflow anew otherwise.
    """
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _small_databases() -> Iterator[None]:
    """Each of the two processes that run the tests writes with one thread and in small blocks.

    Its tables hold a few rows: more threads would wait for each other, and a block a column would make ten
    megabytes of a hundred kilobytes.
    """
    from warehouse import checkpoint

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(checkpoint.CONFIG, "threads", "1")
        patch.setitem(checkpoint.CONFIG, "default_block_size", "16384")
        yield


@pytest.fixture(scope="session")
def _empty_database(_small_databases: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with nothing in it, published: laying its tables, views and search takes a second."""
    from warehouse.readers.publish import publish
    from warehouse.schema import open_writer

    home = tmp_path_factory.mktemp("empty")
    open_writer(home / "amur.duckdb").close()
    publish(home)
    return home / "amur.duckdb"


@pytest.fixture(scope="module", autouse=True)
def _made_already(request: pytest.FixtureRequest, _empty_database: Path) -> Iterator[None]:
    """A database that a test opens first is a copy of the empty one, but where its making is what is tested."""
    from warehouse import schema

    connect = schema._connect

    def copied(path: str, wait_s: float) -> duckdb.DuckDBPyConnection:
        if path != ":memory:" and not Path(path).exists():
            shutil.copyfile(_empty_database, path)
        return connect(path, wait_s)

    with pytest.MonkeyPatch.context() as patch:
        if request.path.name not in ("test_warehouse_schema.py", "test_warehouse_checkpoint.py"):
            patch.setattr(schema, "_connect", copied)
        yield


@pytest.fixture(scope="module", autouse=True)
def _nothing_to_search(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests of alerts publish without the index of words, which nobody asks there and which costs most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.name.startswith("test_alert_"):
            patch.setattr("warehouse.readers.search.refresh", lambda connection: 0)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with development data, or a skip that says so."""
    if not SHARED.is_dir():
        pytest.skip("no development data beside the project")
    return SHARED
