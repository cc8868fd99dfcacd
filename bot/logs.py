"""How log lines look: one format for all of it, other libraries' lines too, on standard error."""

import logging
import sys
from typing import Any

import structlog

SECRETS = ("token", "authorization")
VOICE = "voice will NOT be supported"
"""What discord.py warns of where packages for voice are missing; the bot only writes."""


def configure_logs(as_json: bool, level: str) -> None:
    """Send what structlog and `logging` are told to standard error: a line of JSON each, or columns for people."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    shown: list[Any] = [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # others print variables, and so questions and tokens
        )
    ]
    handler = logging.StreamHandler()
    handler.addFilter(lambda record: VOICE not in record.msg if isinstance(record.msg, str) else True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *(last if as_json else shown)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger("discord").setLevel(max(logging.WARNING, root.level))


def hide_secrets(logger: object, name: str, event: Any) -> Any:  # noqa: ARG001 - structlog's signature
    """Leave out what must not be read by whoever reads logs."""
    return {key: "…" if key.lower() in SECRETS else value for key, value in event.items()}
