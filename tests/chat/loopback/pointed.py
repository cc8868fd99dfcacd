"""Runs the bot's command line in a process of its own, its client pointed at the loopback server.

`LOOPBACK_PORT=… python -m tests.chat.loopback.pointed run` is `bot run` against that port.
"""

import os
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.chat.loopback import guard
from tests.chat.loopback.pointing import PORT_VARIABLE, point_client_at

ROOT = Path(__file__).parents[3]


def command(*arguments: str) -> list[str]:
    """What to start, in the folder `ROOT` and with `environment`."""
    return [sys.executable, "-m", "tests.chat.loopback.pointed", *arguments]


def environment(port: int, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of such a process: nothing of ours but what is named, and the port."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    return {**kept, **more, PORT_VARIABLE: str(port), "PYTHONPATH": str(ROOT)}


def main() -> None:
    guard.install()
    point_client_at(int(os.environ[PORT_VARIABLE]))
    sys.argv = ["bot", *(each for each in sys.argv[1:] if each != "--")]
    runpy.run_module("bot", run_name="__main__")


if __name__ == "__main__":
    main()
