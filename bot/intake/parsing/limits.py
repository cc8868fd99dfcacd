"""The limits under which a document is read. Where the system knows one of them not, the others hold."""

import contextlib
import resource
from collections.abc import Mapping

MAX_OPEN_FILES = 64
"""Modules and tables of characters are loaded while a document is read, one or two at a time."""


def confine(seconds: int, memory_bytes: int) -> None:
    """Limit this process, for good: processor time, address space, no files written, no processes, no core dump.

    The processor's limit kills the process; without memory Python raises MemoryError.
    """
    wanted: Mapping[int, int] = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, limit in wanted.items():
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
        hard = limit + 1 if which == resource.RLIMIT_CPU else limit  # at the soft one the signal says why
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (limit, hard))
