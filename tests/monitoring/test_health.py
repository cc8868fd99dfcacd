"""Health: signed in, and the library answers; else why not, and asking often costs nothing."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.errors import DiskFull
from bot.monitoring import health as module
from bot.monitoring.fresh import Fresh
from bot.monitoring.health import Gateway, Health
from bot.monitoring.numbers import Numbers

Trial = Callable[[], Coroutine[Any, Any, object]]


async def answers() -> object:
    return "an answer"


def wrong(gateway: Gateway, trial: Trial = answers) -> list[str]:
    """What is not in order."""

    async def look() -> list[str]:
        health = Health(gateway, trial)
        try:
            return [f"{each.subject}: {each.detail}" for each in await health.findings() if not each.sound]
        finally:
            await health.close()

    return asyncio.run(look())


def gateway(*connected: bool) -> Gateway:
    made = Gateway(Numbers())
    for shard, there in enumerate(connected):
        made.connected(shard)
        if not there:
            made.disconnected(shard)
    return made


def test_signed_in_with_a_library_that_answers_all_is_well() -> None:
    assert wrong(gateway(True, True)) == []


def test_before_it_has_signed_in_it_is_not_well() -> None:
    assert wrong(gateway()) == ["Discord: The bot has not been signed in yet."]


def test_a_shard_that_lost_its_connection_is_named_until_it_is_back() -> None:
    shards = gateway(True, False, False)
    assert wrong(shards) == ["Discord: Of 3 shards, not connected: 1, 2."]
    shards.connected(1)
    shards.connected(2)
    assert wrong(shards) == []


def test_what_is_wrong_with_the_library_is_said_in_its_own_sentence() -> None:
    async def full() -> object:
        raise DiskFull("/data/library.db")

    [said] = wrong(gateway(True), full)
    assert said == f"Library: {DiskFull('/data/library.db')}"


def test_a_fault_that_nobody_foresaw_is_named_and_its_values_are_left_to_the_log() -> None:
    async def broken() -> object:
        raise ZeroDivisionError("what nobody should read")

    [said] = wrong(gateway(True), broken)
    assert "ZeroDivisionError" in said
    assert "nobody" not in said


def test_a_library_that_does_not_answer_in_time_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIAL_SECONDS", 0.01)
    never: Trial = lambda: asyncio.Event().wait()  # noqa: E731
    assert wrong(gateway(True), never) == ["Library: A trivial question was not answered within 0.01 s."]


def test_however_many_ask_at_once_and_soon_again_the_library_is_asked_once() -> None:
    asked = []

    async def trial() -> object:
        asked.append(1)
        await asyncio.sleep(0)
        return None

    async def many() -> None:
        health = Health(gateway(True), trial)
        await asyncio.gather(*(health.findings() for _ in range(1_000)))
        await health.findings()

    asyncio.run(many())
    assert len(asked) == 1


def test_a_value_is_made_again_once_it_is_too_old_and_so_is_an_error() -> None:
    now, made = [0.0], []

    async def make() -> int:
        made.append(now[0])
        if len(made) == 2:
            raise DiskFull("/data")
        return len(made)

    async def ask() -> None:
        fresh = Fresh(make, 5.0, lambda: now[0])
        assert await fresh.get() == 1
        now[0] = 4.9
        assert await fresh.get() == 1
        now[0] = 5.0
        for _ in range(2):
            with pytest.raises(DiskFull):
                await fresh.get()
        now[0] = 10.0
        assert await fresh.get() == 3

    asyncio.run(ask())
    assert made == [0.0, 5.0, 10.0]


def test_whoever_gives_up_waiting_does_not_make_the_next_one_begin_anew() -> None:
    async def ask() -> int:
        gate, made = asyncio.Event(), []

        async def make() -> None:
            made.append(1)
            await gate.wait()

        fresh = Fresh(make, 0.0)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(fresh.get(), 0.01)
        gate.set()
        await fresh.get()
        return len(made)

    assert asyncio.run(ask()) == 1
