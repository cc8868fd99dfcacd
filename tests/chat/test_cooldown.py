"""How often a person and a server may ask."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import cooldown
from bot.chat.cooldown import MINUTE_SECONDS, Cooldowns
from bot.errors import CoolingDown
from tests.hostile import QUICK

ALICE, BOB, TOWN = 1, 2, 3


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def may_ask(cooldowns: Cooldowns, person: int, server: int | None = TOWN) -> int:
    """0 where they may; else how many seconds they are told to wait."""
    try:
        cooldowns.ask(person, server)
    except CoolingDown as exc:
        return exc.seconds
    return 0


def test_a_person_may_ask_so_often_in_a_minute_and_then_again() -> None:
    clock = Clock()
    cooldowns = Cooldowns(2, 100, clock)
    assert [may_ask(cooldowns, ALICE) for _ in range(3)] == [0, 0, 60]
    assert may_ask(cooldowns, BOB) == 0
    clock.now += 60.01
    assert may_ask(cooldowns, ALICE) == 0


def test_who_waits_as_long_as_he_was_told_may_ask() -> None:
    clock = Clock()
    cooldowns = Cooldowns(1, 100, clock)
    cooldowns.ask(ALICE, None)
    for step in (10.4, 20.0, 29.3):
        clock.now += step
        told = may_ask(cooldowns, ALICE)
    clock.now += told + 0.001
    assert may_ask(cooldowns, ALICE) == 0


def test_a_server_is_named_as_the_one_that_has_to_wait() -> None:
    cooldowns = Cooldowns(100, 1, Clock())
    cooldowns.ask(ALICE, TOWN)
    with pytest.raises(CoolingDown, match="This server has asked a lot") as told:
        cooldowns.ask(BOB, TOWN)
    assert told.value.who == "server"
    cooldowns.ask(BOB, None)
    cooldowns.ask(BOB, TOWN + 1)


def test_what_costs_more_leaves_less_and_whoever_has_one_question_left_may_ask_it() -> None:
    clock = Clock()
    cooldowns = Cooldowns(4, 100, clock)
    cooldowns.ask(ALICE, TOWN, 3)
    cooldowns.ask(ALICE, TOWN, 3)
    assert may_ask(cooldowns, ALICE) == 60
    clock.now += 60.01
    assert may_ask(cooldowns, ALICE) == 0


def test_presses_are_counted_apart_from_questions() -> None:
    cooldowns = Cooldowns(1, 1, Clock())
    for _ in range(cooldown.PRESSES_PER_MINUTE):
        cooldowns.press(ALICE)
    with pytest.raises(CoolingDown, match="a lot of buttons") as told:
        cooldowns.press(ALICE)
    assert told.value.seconds == 60
    cooldowns.press(BOB)
    assert may_ask(cooldowns, ALICE) == 0


def test_a_question_that_is_refused_counts_against_nobody() -> None:
    cooldowns = Cooldowns(2, 1, Clock())
    cooldowns.ask(ALICE, TOWN)
    for _ in range(5):
        assert may_ask(cooldowns, BOB, TOWN)
    assert [may_ask(cooldowns, BOB, None) for _ in range(2)] == [0, 0]


def test_a_person_and_a_server_of_the_same_number_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    cooldowns = Cooldowns(1, 1, Clock())
    cooldowns.ask(TOWN, None)
    cooldowns.ask(ALICE, TOWN)


def test_only_so_many_are_remembered_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooldown, "REMEMBERED", 50)
    cooldowns = Cooldowns(1, 10_000, Clock())
    for person in range(10, 1_000):
        cooldowns.ask(person, TOWN)
    assert len(cooldowns) <= 50
    assert may_ask(cooldowns, 999)


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 40))), st.integers(1, 4))
@QUICK
def test_nobody_ever_asks_more_than_twice_the_rate_in_a_minute_nor_waits_longer_than_one(
    steps: list[tuple[int, float]], rate: int
) -> None:
    clock, asked = Clock(), {person: deque[float]() for person in range(3)}
    cooldowns = Cooldowns(rate, 10_000, clock)
    for person, pause in steps:
        clock.now += pause
        told = may_ask(cooldowns, person)
        assert 0 <= told <= MINUTE_SECONDS
        if not told:
            asked[person].append(clock.now)
        assert sum(clock.now - moment < MINUTE_SECONDS for moment in asked[person]) <= 2 * rate
