"""The subcommands, one module a group; what they refuse becomes one line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from errno import EDQUOT, EFBIG, ENOSPC

#: What a full disk is called: by DuckDB, and by the system, which names no file then.
_DUCKDBS = ("IOException", "FatalException", "TransactionException")
_FULL = (ENOSPC, EDQUOT, EFBIG)


@dataclass(frozen=True)
class Told:
    """A refusal as the person at the terminal sees it."""

    text: str
    exit_code: int


def refusal(error: Exception) -> Told | None:
    """The one line for an error that has one; None for a defect, whose traceback should be seen."""
    from amur.batch import BatchError
    from amur.errors import Refusal
    from amur.settings import SettingsError
    from ingest.errors import IngestError
    from transform.rules import RulesError
    from warehouse.errors import WarehouseError

    if isinstance(error, Refusal):
        return Told(str(error), error.exit_code)
    if isinstance(error, (BatchError, SettingsError, IngestError, RulesError, WarehouseError)):
        return Told(" ".join(str(error).split()), 2)
    if type(error).__name__ in _DUCKDBS and "ould not write" in str(error):
        return Told(" ".join(str(error).split()), 2)
    if isinstance(error, shutil.Error):  # of a folder: each file's own
        return Told(f"could not copy: {error.args[0][0][-1] if isinstance(error.args[0], list) else error}", 2)
    if isinstance(error, OSError) and (error.filename or error.errno in _FULL):
        return Told(f"{error.filename or 'could not write'}: {error.strerror}", 2)
    return None
