"""Full-text search in three languages, with DuckDB's FTS index: stems for Russian and English, bigrams for Chinese.

An FTS index is not kept up by inserts, and a million articles take minutes to index. So there are two: `base` holds
the bulk and is rebuilt seldom, `fresh` holds what came since and is rebuilt at each publish. The macro `search`
(sql/search_macro.sql) ranks over both by BM25 with common frequencies.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import duckdb

from transform.text.script import simplified
from warehouse import rows
from warehouse.errors import WarehouseError

#: `fresh` is merged into `base` past this many articles, or past a fiftieth of `base`.
MOST_FRESH = 3_000
#: Letters and digits as wide as a Chinese character, which some outlets write (ＬＮＧ), and the plain ones.
_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}


@cache
def extension() -> Path:
    """The FTS extension's file, as its wheel installs it: nothing is fetched."""
    wheel = find_spec("duckdb_extension_fts")
    folders = list(wheel.submodule_search_locations or ()) if wheel else []
    found = sorted(file for folder in folders for file in Path(folder).glob("extensions/*/fts.duckdb_extension"))
    if not found:
        raise WarehouseError("full-text search needs the package duckdb-extension-fts: install it")
    return found[-1]


def load_extension(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `stem` and the index functions known to this connection, where they are not yet.

    DuckDB checks the signature of the whole file: 40 ms, so only who indexes or searches does this.
    """
    connection.execute(f"LOAD '{extension()}'")


def refresh(connection: duckdb.DuckDBPyConnection) -> int:
    """Bring the indexes up to date with the articles; returns how many articles were indexed anew."""
    held = {row[0] for row in connection.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
    laid = _laid(connection)
    laid_anew = _lay_characters(connection, laid.get("plain"))
    if laid_anew or "fts_store_search_base" not in held:
        _rebuild(connection)
    connection.execute(rows.statement("search_unindexed"))
    if _count(connection, "SELECT count(*) FROM unindexed") > max(MOST_FRESH, _size(connection, "base") // 50):
        _rebuild(connection)
        connection.execute(rows.statement("search_unindexed"))
    indexed = 0
    if "fts_store_search_fresh" not in held or not _indexed(connection):
        load_extension(connection)
        connection.execute(rows.statement("search_fresh"))
        _index(connection, "fresh")
        indexed = _size(connection, "fresh")
    _lay_search(connection, laid.get("search"))
    return indexed


def _laid(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The comments, by name, of the macros that are laid here: each holds a digest of what was laid."""
    return dict(
        connection.execute(
            "SELECT function_name, comment FROM duckdb_functions() "
            "WHERE comment IS NOT NULL AND (schema_name, function_name) IN (('store', 'plain'), ('main', 'search'))"
        ).fetchall()
    )


def _lay_search(connection: duckdb.DuckDBPyConnection, laid: str | None) -> None:
    """Lay the macro `search` and what it asks, where the file lacks them as they are."""
    parts = [rows.statement("search_part").format(part=part) for part in ("base", "fresh")]
    macros = [rows.statement("search_terms"), *parts, rows.statement("search_macro")]
    digest = sha256("\0".join(macros).encode()).hexdigest()
    about = f"The articles that hold the words, best first (laid as {digest})"
    if about == laid:
        return
    load_extension(connection)
    for macro in macros:
        connection.execute(macro)
    connection.execute(f"COMMENT ON MACRO TABLE main.search IS '{about}'")


def _lay_characters(connection: duckdb.DuckDBPyConnection, laid: str | None) -> bool:
    """Lay the macros that read traditional characters as simplified ones, and wide letters as plain ones; true where
    the file lacked them as they are, or holds words otherwise than `views/80_search.sql` does now.

    Then all must be indexed anew. To lay them takes half a second, so those that are there stay; a digest tells them.
    """
    characters = simplified() | _WIDE
    macros = rows.statement("search_simplified").format(
        traditional="".join(map(chr, characters)), simplified="".join(characters.values())
    )
    tokens = (resources.files("warehouse") / "views" / "80_search.sql").read_text(encoding="utf-8")
    digest = sha256("\0".join([macros, tokens]).encode()).hexdigest()
    if digest == laid:
        return False
    connection.execute(macros)
    connection.execute(f"COMMENT ON MACRO store.plain IS '{digest}'")
    return True


def _rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    load_extension(connection)
    connection.execute(rows.statement("search_all"))
    _index(connection, "base")


def _index(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Index the table of tokens and drop it. The postings are laid in the order of terms, so that a search reads
    only the blocks of its own words.
    """
    schema = f"fts_store_search_{name}"
    connection.execute(
        f"PRAGMA create_fts_index('store.search_{name}', 'key', 'tokens', stemmer = 'none', stopwords = 'none', "
        "ignore = '\\s+', strip_accents = 0, lower = 0, overwrite = 1)"
    )
    connection.execute(f"CREATE TABLE {schema}.ordered AS SELECT docid, fieldid, termid FROM {schema}.terms ORDER BY 3")
    connection.execute(f"DROP TABLE {schema}.terms")
    connection.execute(f"ALTER TABLE {schema}.ordered RENAME TO terms")
    connection.execute(f"DROP TABLE store.search_{name}")


def _size(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return _count(connection, f"SELECT count(*) FROM fts_store_search_{name}.docs")


def _indexed(connection: duckdb.DuckDBPyConnection) -> bool:
    """True where the fresh index holds exactly the articles that the bulk lacks."""
    return not _count(
        connection,
        "SELECT count(*) FROM unindexed AS u FULL JOIN fts_store_search_fresh.docs AS d "
        "ON u.article_id || '@' || u.version = d.name WHERE u.article_id IS NULL OR d.name IS NULL",
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
