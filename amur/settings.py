"""Every setting in one place: its name, its default, where it may come from.

A setting is read, strongest first, from the command line, the environment (`AMUR_HOME`), `amur.toml` in the
working folder (`home = "data"`), else its default. `amur config` prints them all with their source.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from amur.errors import choices

SETTINGS_FILE = "amur.toml"
DEFAULT_FEEDS = Path(__file__).resolve().parent.parent / "ingest" / "feeds.toml"
#: Never printed: they carry tokens or passwords.
SECRET = frozenset({"alert_to", "failure_to", "webhook_secret"})
#: No question is worth a longer wait, and timers take no number whatever.
LONGEST_QUERY_S = 86_400
#: How often news is watched for unless somebody sets it.
SCHEDULE = "@hourly"
#: A preset of Airflow, or what looks like the five fields of cron.
_SCHEDULE = re.compile(
    r"@(once|continuous|hourly|daily|weekly|monthly|quarterly|yearly)|[\w*/,#?-]+( +[\w*/,#?-]+){4}", re.ASCII
)


#: The least and the most in each of them.
_CRON = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


class SettingsError(ValueError):
    """A setting can't be used: names it, its source and what would be right."""


class Settings(BaseSettings):
    """All settings. Times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="AMUR_", extra="forbid", frozen=True)

    home: Path = Field(Path("data"), description="Folder of batches, database, published snapshot, exports, logs")
    feeds: Path = Field(DEFAULT_FEEDS, description="Feeds file")
    contact: str = Field("", description="Address or URL told to sites in the User-Agent, so that they can reach you")
    allow_networks: str = Field("", description="Private networks that may be fetched from (CIDRs, space-separated)")
    alert_to: str = Field("", description="Apprise URLs, space-separated, that get every new stage and correction")
    failure_to: str = Field("", description="Apprise URLs, space-separated, that hear when a task of Airflow failed")
    alerts_file: Path = Field(Path("alerts.toml"), description="Alert rules; without the file one rule: everything new")
    webhook_secret: str = Field("", description="Key that signs the JSON webhook's messages (HMAC-SHA256)")
    schedule: str = Field(SCHEDULE, description="Airflow schedule of news_watch")
    concurrency: int = Field(64, ge=1, le=1000, description="Connections at once over all hosts")
    per_host_concurrency: int = Field(2, ge=1, le=32, description="Connections at once to one host")
    per_host_spacing_s: float = Field(1.0, ge=0, le=600, description="Least time between two requests to one host")
    deadline_s: float = Field(30.0, gt=0, le=600, description="Total time one request may take")
    max_bytes: int = Field(16_000_000, ge=10_000, description="Largest response kept, after decompression")
    retries: int = Field(2, ge=0, le=10, description="Further tries after a temporary failure")
    max_pages: int = Field(2_000, ge=0, description="Article pages read in one run; the rest waits for the next")
    stale_days: int = Field(30, ge=1, description="A feed whose newest item is older is called stale")
    shard_size: int = Field(40, ge=1, description="Feeds in one shard of a run (one mapped Airflow task)")
    workers: int = Field(0, ge=0, le=64, description="Processes that analyse; 0: one per processor")
    query_rows: int = Field(10_000, ge=1, description="Most rows that a query returns")
    query_timeout_s: float = Field(30.0, gt=0, le=LONGEST_QUERY_S, description="Longest time a query may run")
    query_memory: str = Field("2GB", pattern=r"^\d+(\.\d+)?(MB|GB)$", description="Most memory a query may use")
    log_level: str = Field("warning", pattern="^(debug|info|warning|error)$", description="How much is logged")

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in value.split():
            try:
                ipaddress.ip_network(part)
            except ValueError as error:
                raise ValueError(f"{part!r} is not a network such as 10.0.0.0/8: {error}") from error
        return value

    @field_validator("schedule")
    @classmethod
    def _preset_or_cron(cls, value: str) -> str:
        if not is_schedule(value):
            raise ValueError(f"{value!r} is neither a preset such as @daily nor cron such as */15 * * * *")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then amur.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(SETTINGS_FILE))

    @property
    def batches(self) -> Path:
        """Folder with one folder a run."""
        return self.home / "batches"

    @property
    def database(self) -> Path:
        """The writer's database; readers never open it."""
        return self.home / "amur.duckdb"

    @property
    def corrections(self) -> Path:
        """What people correct in this home's register; see warehouse/corrections.toml."""
        return self.home / "corrections.toml"

    @property
    def snapshot(self) -> Path:
        """What all readers open; replaced by an atomic rename after each load."""
        return self.home / "published" / "amur.duckdb"


def load_settings(**given: Any) -> Settings:
    """Settings from the given values (None means not given), the environment and amur.toml.

    Raises SettingsError with one line a wrong setting.
    """
    _refuse_unknown_environment()
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("; ".join(_plain(problem, given) for problem in error.errors())) from error
    except ValueError as error:  # amur.toml is not TOML
        raise SettingsError(f"{SETTINGS_FILE}: {error}") from error


def settings_of_failures() -> Settings:
    """Those by which a failure is told, the others at their defaults: read although another setting is wrong."""
    return Settings.model_construct(failure_to=as_written("failure_to"), webhook_secret=as_written("webhook_secret"))


def is_schedule(told: str) -> bool:
    """Is it a preset of Airflow, or five fields of cron whose numbers there are?"""
    if not _SCHEDULE.fullmatch(told):
        return False
    fields = [] if told.startswith("@") else told.split()
    return all(
        low <= int(number) <= high
        for field, (low, high) in zip(fields, _CRON, strict=False)
        for part in field.split(",")
        for number in re.findall(r"\d+", part.partition("/")[0])
    ) and not any(re.search(r"/0*(?:,|$)", field) for field in fields)


def as_written(name: str) -> str:
    """One setting of text, unchecked, from where `load_settings` reads it; nothing wrong beside it stops this."""
    if key := _environment_name(name):
        return os.environ[key]
    try:
        return str(_in_file().get(name, Settings.model_fields[name].default))
    except (OSError, ValueError):  # amur.toml is not TOML
        return str(Settings.model_fields[name].default)


def sources(settings: Settings, given: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """(name, value, source, description) of every setting, secrets masked."""
    in_file = _in_file()
    rows = []
    for name, field in Settings.model_fields.items():
        if given.get(name) is not None:
            source = "command line"
        elif _environment_name(name):
            source = f"environment {_environment_name(name)}"
        elif name in in_file:
            source = SETTINGS_FILE
        else:
            source = "default"
        value = str(getattr(settings, name))
        rows.append((name, "•••" if name in SECRET and value else value, source, field.description or ""))
    return rows


#: Names with the prefix that other parts of the system read.
_OTHER_NAMES = frozenset({"AMUR_SHARED"})


def _refuse_unknown_environment() -> None:
    known = [f"AMUR_{name.upper()}" for name in Settings.model_fields]
    for name in os.environ:
        if name.upper().startswith("AMUR_") and name.upper() not in {*known, *_OTHER_NAMES}:
            raise SettingsError(f"environment {name}: no such setting; {choices(name.upper(), known)}")


def _environment_name(name: str) -> str | None:
    wanted = f"AMUR_{name.upper()}"
    return next((key for key in os.environ if key.upper() == wanted), None)


def _in_file() -> dict[str, Any]:
    path = Path(SETTINGS_FILE)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)


def _plain(problem: Any, given: dict[str, Any]) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "?"
    if given.get(name) is not None:
        where = f"--{name.replace('_', '-')}"
    elif _environment_name(name):
        where = f"environment {_environment_name(name)}"
    else:
        where = f"{SETTINGS_FILE}: {name}"
    if problem["type"] == "extra_forbidden":
        return f"{where}: no such setting; {choices(name, Settings.model_fields)}"
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"
