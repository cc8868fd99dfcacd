"""Each measurement in a process of its own, so that its memory is its own."""

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured(Generic[T]):
    """What a function gave, and the peak of resident memory of the process that it ran in, in MiB."""

    value: T
    peak_mib: float


def in_child(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Measured[T]:
    """Call a module's function in a new process.

    Linux counts the parent's memory at the moment of the start as the child's: a parent that calls this
    must be small itself.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        value = pool.submit(function, *args, **kwargs).result()
        return Measured(value, pool.submit(peak_mib).result())


def peak_mib() -> float:
    """The most memory that this process has had resident so far, in MiB: pages of mapped files included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
