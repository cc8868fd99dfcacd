"""A minute of what strangers send, by chance; `FUZZ_SECONDS` makes it longer or shorter."""

import os
import secrets

import pytest

from tests.fuzz.running import fuzz
from tests.fuzz.targets import TARGETS

SECONDS = float(os.environ.get("FUZZ_SECONDS", "56")) / len(TARGETS)
"""For each target; opening them takes the rest of the minute."""


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_is_sent_is_taken_or_refused_and_in_time(name: str) -> None:
    report = fuzz(name, SECONDS, secrets.randbits(32))
    assert report.tried > 0
    assert not report.findings, "\n".join(report.findings)
