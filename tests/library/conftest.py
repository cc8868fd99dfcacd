"""Each test of the contract is run at every home."""

import pytest

from tests.library.contract import HOMES, Home


@pytest.fixture(scope="session", params=HOMES.values(), ids=list(HOMES))
def home(request: pytest.FixtureRequest) -> Home:
    chosen: Home = request.param
    return chosen
