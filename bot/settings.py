"""How it is configured: the only reader of the environment and of `.env`."""

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingRefused


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

    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("verbatim-bot", appauthor=False)),
        description="The folder of the library: its database and its index.",
    )
    corpus_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("corpus"),
        description="The folder whose Markdown and text files are kept on the shared shelf; read when it is there.",
    )
    answer_threshold: float = Field(
        default=0.1, ge=0, le=1, description="The least confidence, 0 to 1, with which the bot answers."
    )
    sure_threshold: float = Field(
        default=0.45, ge=0, le=1, description="The confidence, 0 to 1, below which it says that it may be the answer."
    )


def load_settings() -> Settings:
    """Read the settings. Raises SettingRefused with the variable's name."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "BOT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingRefused(name, f"{first['msg'].rstrip('.')}.") from exc
    except (UnicodeDecodeError, OSError) as exc:
        raise SettingRefused(".env", f"the file can't be read ({exc}).") from exc
