"""How log lines look: one format for all of it, other libraries' lines too; on standard error, and in a file."""

import contextlib
import io
import logging
import os
import re
import sys
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from bot.errors import SettingRefused

SECRETS = ("token", "authorization")
SECRET_SHAPES = re.compile(
    r"(?<=/webhooks/)(\d{1,20})/[\w-]+"  # the token of an interaction or a webhook, in an address of Discord's
    r"|(?<=/interactions/)(\d{1,20})/[\w-]+"
    r"|\b[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{25,50}",  # a bot's token
    re.ASCII,
)
"""What other libraries may put into a line. Discord's tokens are three parts in base64url, with dots between them."""
VOICE = "voice will NOT be supported"
"""What discord.py warns of where packages for voice are missing; the bot only writes."""
MEGABYTE = 1_000_000
PRIVATE = 0o600
"""Log files are for who runs the bot."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """Where log lines go besides, and how much of them is kept: `kept` full files, and the one that is written."""

    path: Path
    megabytes: int  # 1 or more; how large a file gets
    kept: int  # 1 or more


def configure_logs(as_json: bool, level: str, file: LogFile | None = None) -> None:
    """Send what structlog and `logging` are told to standard error: a line of JSON each, or columns for people.

    With a `file`, there too. Raises SettingRefused where it can't be written.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    handlers = [prepared(logging.StreamHandler(), as_json, shared, sys.stderr.isatty())]
    if file is not None:
        handlers.append(prepared(opened(file), as_json, shared, colors=False))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers[:] = handlers
    root.setLevel(level.upper())
    logging.getLogger("discord").setLevel(max(logging.WARNING, root.level))


def prepared(handler: logging.Handler, as_json: bool, shared: list[Any], colors: bool) -> logging.Handler:
    """The handler, with the look of its lines."""
    last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    shown: list[Any] = [
        structlog.dev.ConsoleRenderer(
            colors=colors,
            exception_formatter=structlog.dev.plain_traceback,  # others print variables, and so questions and tokens
        )
    ]
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.addFilter(lambda record: VOICE not in record.msg if isinstance(record.msg, str) else True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[meta, *(last if as_json else shown), blot_out]
        )
    )
    return handler


def opened(file: LogFile) -> logging.Handler:
    """The file, ready to be written to. Raises SettingRefused."""
    try:
        return PrivateFile(
            file.path, maxBytes=file.megabytes * MEGABYTE, backupCount=file.kept, encoding="utf-8", errors="replace"
        )
    except OSError as exc:
        raise SettingRefused("BOT_LOG_FILE", f"{file.path}: {exc.strerror or exc}.") from exc


class PrivateFile(RotatingFileHandler):
    """A file that only its owner reads. Where it can't be written the bot goes on: standard error has each line too."""

    def _open(self) -> io.TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
        return io.TextIOWrapper(open(descriptor, "ab"), encoding=self.encoding, errors=self.errors)  # noqa: PTH123

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's own name
        problem = sys.exception()
        with contextlib.suppress(OSError):
            sys.stderr.write(f"The log file {self.baseFilename} can't be written: {problem}\n")


def hide_secrets(logger: object, name: str, event: Any) -> Any:  # noqa: ARG001 - structlog's signature
    """Leave out what must not be read by whoever reads logs."""
    return {key: "…" if key.lower() in SECRETS else value for key, value in event.items()}


def blot_out(logger: object, name: str, line: Any) -> str:  # noqa: ARG001
    """The line, without what looks like a secret."""
    return SECRET_SHAPES.sub(lambda found: f"{found[1] or found[2]}/…" if found[1] or found[2] else "…", str(line))
