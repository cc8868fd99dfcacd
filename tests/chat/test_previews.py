"""What was handed in waits for who did it, there, once, not for ever, and within bounds."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limits import MAX_CUSTOM_ID
from bot.chat.previews import EXPIRES_SECONDS, MAX_BYTES, WAITING, Document, Form, Handed, Many, Offers, One, Previews
from bot.errors import BotError, DiskFull, Gone, IndexBehind
from bot.gathering import Gathered
from bot.model import Draft, Shelf
from tests.hostile import QUICK, tried

ALICE, BOB, HERE, THERE = 1, 2, 10, 20
SHELF = Shelf("guild:10")
KINDS = st.sampled_from(
    [
        Form("T", "text"),
        Form("T", None, document=Document("a.txt", b"text")),
        One(Draft(SHELF, "T", "text"), Form("T", "text")),
        Form("T", None, page="https://example.org/", read=Gathered(Draft(SHELF, "T", "text"))),
        Many((Draft(SHELF, "T", "text"),)),
        Offers(("https://example.org/feed",), 5, 20),
    ]
)


class Clock:
    seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def is_there(previews: Previews, token: str, person: int = ALICE, server: int = HERE) -> bool:
    return not isinstance(tried(lambda: previews.look(token, person, server)), Gone)


@QUICK
@given(KINDS)
def test_it_is_there_for_who_handed_it_in_on_that_server_and_for_nobody_else(what: Handed) -> None:
    previews = Previews()
    token = previews.show(what, ALICE, HERE)
    assert previews.look(token, ALICE, HERE) is what
    for person, server in ((BOB, HERE), (ALICE, THERE), (HERE, ALICE), (0, 0)):
        assert not is_there(previews, token, person, server)
        previews.drop(token, person, server)
    assert is_there(previews, token)


@QUICK
@given(KINDS)
def test_it_is_taken_once_also_while_it_is_being_kept(what: Handed) -> None:
    previews = Previews()
    token = previews.show(what, ALICE, HERE)
    with previews.taken(token, ALICE, HERE) as taken:
        assert taken is what
        assert not is_there(previews, token)
    assert not is_there(previews, token)


@pytest.mark.parametrize(
    ("problem", "waits_on"), [(DiskFull("/srv"), True), (ValueError(), True), (IndexBehind("x"), False)]
)
def test_what_could_not_be_kept_waits_on_and_what_is_kept_does_not(problem: Exception, waits_on: bool) -> None:
    previews = Previews()
    token = previews.show(Form("T", "text"), ALICE, HERE)
    with pytest.raises(type(problem)), previews.taken(token, ALICE, HERE):
        raise problem
    assert is_there(previews, token) is waits_on


def test_it_waits_fourteen_minutes_and_no_longer() -> None:
    clock = Clock()
    previews = Previews(clock)
    first = previews.show(Form("T", "text"), ALICE, HERE)
    clock.seconds += EXPIRES_SECONDS - 1
    second = previews.show(Form("T", "text"), ALICE, HERE)
    assert is_there(previews, first)
    clock.seconds += 1
    assert not is_there(previews, first)
    assert is_there(previews, second)


def test_what_is_put_back_waits_as_long_again() -> None:
    clock = Clock()
    previews = Previews(clock)
    first, second = (previews.show(Form("T", "text"), ALICE, HERE) for _ in range(2))
    clock.seconds += EXPIRES_SECONDS - 1
    previews.put_back(first, previews.look(first, ALICE, HERE), ALICE, HERE)
    clock.seconds += 2
    assert is_there(previews, first)
    assert not is_there(previews, second)


def test_who_hands_in_too_much_loses_his_own_oldest_and_nobody_elses() -> None:
    previews = Previews()
    hers = previews.show(Form("T", "x" * 1_000), BOB, HERE)
    tokens = [previews.show(Form("T", "x"), ALICE, HERE) for _ in range(2 * WAITING)]
    assert is_there(previews, hers, BOB)
    assert [is_there(previews, token) for token in tokens[-WAITING + 1 :]] == [True] * (WAITING - 1)
    assert not any(is_there(previews, token) for token in tokens[: WAITING + 1])


@pytest.mark.parametrize("character", ["x", "ж", "🏴"])
def test_memory_is_bounded_whatever_the_characters(character: str) -> None:
    previews = Previews()
    large = character * 3_000_000
    made: list[Callable[[], Handed]] = [
        lambda: Form("T", large),
        lambda: One(Draft(SHELF, "T", large), Form("T", None, document=Document("a.txt", bytes(10**7)))),
        lambda: Many(tuple(Draft(SHELF, "T", large) for _ in range(3))),
        lambda: Form("T", None, read=Gathered(Draft(SHELF, "T", large), (large,), (large,))),
    ]
    tokens = [previews.show(make(), ALICE, HERE) for make in made * 10]
    held = [token for token in tokens if is_there(previews, token)]
    assert held
    assert sum(previews.look(token, ALICE, HERE).weight for token in held) <= MAX_BYTES
    assert held == tokens[-len(held) :]


def test_tokens_fit_into_buttons_and_can_not_be_guessed() -> None:
    previews = Previews()
    tokens = {previews.show(Form(), ALICE, HERE) for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[\w-]{16}", token) for token in tokens)
    assert len(f"typed:{'k' * 8}:{next(iter(tokens))}:{'g' * 16}") <= MAX_CUSTOM_ID


@QUICK
@given(st.text())
def test_nonsense_is_no_token(token: str) -> None:
    previews = Previews()
    previews.show(Form(), ALICE, HERE)
    assert isinstance(tried(lambda: previews.look(token, ALICE, HERE)), BotError)
    previews.drop(token, ALICE, HERE)
