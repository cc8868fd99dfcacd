"""How it is configured: the only reader of the environment and of `.env`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import Phrase, SettingRefused


class LogFormat(StrEnum):
    """How log lines look: for people, or for programs."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least severity that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def read_ports(written: str) -> frozenset[int]:
    """Numbers of ports with commas or spaces between them. Raises ValueError."""
    ports = written.replace(",", " ").split()
    if not all(port.isascii() and port.isdigit() and 0 < int(port[:6]) < 1 << 16 for port in ports):
        raise ValueError("give numbers of ports, 1 to 65535, with commas between them")
    return frozenset(map(int, ports))


def checked_ports(written: str) -> str:
    read_ports(written)
    return written


def with_home(path: Path) -> Path:
    """The path, with the home folder that a `~` at its beginning stands for. Raises ValueError."""
    try:
        return path.expanduser()
    except RuntimeError as exc:
        raise ValueError("its ~ stands for no user's home folder here") from exc


class Settings(BaseSettings):
    """Each field is read from `BOT_<NAME>`, else from the same line of `.env` in the current folder."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data_dir: Annotated[Path, AfterValidator(with_home)] = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("verbatim-bot", appauthor=False)),
        description="The folder of the library: its database and its index.",
    )
    corpus_dir: Annotated[Path, AfterValidator(with_home)] = Field(
        default=Path("corpus"),
        description="The folder whose Markdown and text files are kept on the shared shelf; read when it is there.",
    )
    fetch_ports: Annotated[str, AfterValidator(checked_ports)] = Field(
        default="",
        description="Ports besides 80 and 443 from which pages and feeds are fetched, with commas between them.",
    )
    answer_threshold: float = Field(
        default=0.1, ge=0, le=1, description="The least confidence, 0 to 1, with which the bot answers."
    )
    sure_threshold: float = Field(
        default=0.45, ge=0, le=1, description="The confidence, 0 to 1, below which it says that it may be the answer."
    )
    discord_token: SecretStr | None = Field(default=None, description="The bot's token; without one `bot run` ends.")
    message_content: bool = Field(
        default=False,
        description="Ask for the privileged message content intent, which questions without a mention need.",
    )
    person_questions_per_minute: int = Field(default=10, ge=1, description="What one person may ask in a minute.")
    server_questions_per_minute: int = Field(default=120, ge=1, description="What one server may ask in a minute.")
    note_days: int = Field(
        default=7, ge=0, description="For how many days an answer gets a note when its article is changed or removed."
    )
    keep_left_days: int = Field(
        default=30, ge=0, description="For how many days the articles of a server are kept that the bot has left."
    )
    log_format: LogFormat = Field(default=LogFormat.CONSOLE, description="console or json.")
    log_level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error.")
    log_questions: bool = Field(default=False, description="Whether the text of questions is logged.")
    log_file: Annotated[Path, AfterValidator(with_home)] | None = Field(
        default=None, description="A file that log lines go to besides; without one, to standard error only."
    )
    log_file_megabytes: int = Field(default=10, ge=1, description="How large that file gets before the next is begun.")
    log_files_kept: int = Field(default=5, ge=1, description="How many full log files are kept besides.")
    backup_dir: Annotated[Path, AfterValidator(with_home)] | None = Field(
        default=None, description="A folder for backups that are made from time to time; without one, none are."
    )
    backup_hours: int = Field(default=24, ge=1, description="How many hours lie between two of these backups.")
    backups_kept: int = Field(default=7, ge=1, description="How many of these backups are kept.")
    monitor_port: int = Field(
        default=0, ge=0, le=65535, description="The port of /health and /metrics; 0: neither is served."
    )
    monitor_host: str = Field(
        default="127.0.0.1", min_length=1, description="The address that this port is opened on: who may ask there."
    )

    @property
    def extra_ports(self) -> frozenset[int]:
        """The ports that `fetch_ports` names."""
        return read_ports(self.fetch_ports)


def load_settings() -> Settings:
    """Read the settings. Raises SettingRefused with the variable's name."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "BOT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingRefused(name, f"{first['msg'].rstrip('.')}.") from exc
    except (UnicodeDecodeError, OSError) as exc:
        raise SettingRefused(".env", Phrase("the file can't be read ({problem}).", problem=str(exc))) from exc
