"""One child process, as the bot sees it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import bot
from bot.errors import ArticleRefused
from bot.intake.parsing.reasons import Reason, refused
from bot.intake.parsing.results import Elsewhere, Parsed
from bot.intake.parsing.wire import Deadline, Malformed, Request, receive_answer, send_request

MODULE = "bot.intake.parsing.child"
CODE_DIR = Path(bot.__file__).parent.parent
PATIENCE = 3.0
"""The time by the clock that a document gets, in multiples of its processor time: the machine has other work."""
SPARE_SECONDS = 5.0
"""More time by the clock: to start a child, and to send the document."""


class Worker:
    """A child process, from its start to `close`. Not for two threads at once.

    Raises OSError where none can be started.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
                    [sys.executable, "-P", "-s", "-m", MODULE],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={"PYTHONPATH": str(CODE_DIR), "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
                    start_new_session=True,  # so that it can be killed with its forks, and Ctrl-C doesn't reach it
                )
            except OSError:
                ours.close()
                raise
        self._socket = ours
        self.usable = True

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: Request) -> Parsed | Elsewhere | ArticleRefused:
        """What the child says of a document; where it says nothing sound, `usable` becomes False.

        Raises EOFError where the child has died without a word, as one does that somebody kills.
        """
        deadline = Deadline.after(PATIENCE * request.seconds + SPARE_SECONDS)
        try:
            return self._exchange(request, deadline)
        except TimeoutError:
            self.close()
            return refused(Reason.TOO_SLOW, seconds=request.seconds)
        except Malformed:
            self.close()
            return refused(Reason.CRASHED)
        except (BrokenPipeError, ConnectionResetError) as exc:
            self.close()
            raise EOFError from exc
        except BaseException:  # KeyboardInterrupt in the middle of an answer: the next one would get the rest of it
            self.close()
            raise

    def _exchange(self, request: Request, deadline: Deadline) -> Parsed | Elsewhere | ArticleRefused:
        send_request(self._socket, request, deadline)
        return receive_answer(self._socket, deadline)

    def kill(self) -> None:
        """End the child and all its forks, from any thread; the thread in `ask` then closes it."""
        if self._process.returncode is None:  # else its number may be another's by now
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the child and all its forks. May be called again."""
        if self.usable:
            self.usable = False
            self.kill()
            self._socket.close()
            self._process.wait()
