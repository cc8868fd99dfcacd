"""Servers that are left and forgotten, people that are forgotten, and small texts."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.servers import FILE, Kind, Mentions, Servers
from tests.servers.place import (
    EVER,
    FAR,
    HOSTILE_TEXTS,
    LAST_ID,
    NOON,
    NOTHING,
    bytes_of,
    label,
    posted,
    rows,
    shown,
    somebody,
)

DAY = timedelta(days=1)


def fill(servers: Servers, server: int, person: int) -> None:
    """Keep something of every kind of a server."""
    servers.change_settings(server, f"discord:{person}", keep_gaps=True, language="es")
    servers.remember(posted(30, server=server, question="Why?"))
    servers.mark(server, 30, person)
    servers.record_gap(server, "why", "Why?", Kind.UNANSWERED, "a reason")
    servers.left(server, NOON)


# Departures


def test_a_server_that_was_left_is_told_of_until_the_bot_comes_back(servers: Servers) -> None:
    servers.left(1, NOON)
    servers.left(LAST_ID, NOON - DAY)
    assert servers.departed(NOON) == (LAST_ID,)
    assert servers.departed(FAR) == (LAST_ID, 1)
    servers.joined(LAST_ID)
    servers.joined(5)
    assert servers.departed(FAR) == (1,)


def test_the_moment_of_the_first_departure_stands(servers: Servers) -> None:
    servers.left(1, NOON)
    servers.left(1, NOON + DAY)
    assert servers.departed(NOON + timedelta(seconds=1)) == (1,)
    servers.joined(1)
    servers.left(1, NOON + DAY)
    assert servers.departed(NOON + DAY) == ()


def test_of_a_forgotten_server_nothing_is_left_and_of_others_everything(servers: Servers, tmp_path: Path) -> None:
    for server in (1, 2, LAST_ID):
        fill(servers, server, 7)
    before = {server: shown(servers, server) for server in (2, LAST_ID)}
    count = {name: len(found) for name, found in rows(tmp_path / FILE).items()}
    assert all(each % 3 == 0 and each for each in count.values())
    servers.forget(1)
    servers.forget(1)
    assert shown(servers, 1) == NOTHING
    assert servers.settings_changes(1) == servers.marks(1, 30) == 0
    assert set(servers.departed(FAR)) == {2, LAST_ID}
    assert {server: shown(servers, server) for server in (2, LAST_ID)} == before
    assert {name: len(found) for name, found in rows(tmp_path / FILE).items()} == {
        name: each // 3 * 2 for name, each in count.items()
    }


def test_forgetting_one_server_leaves_direct_messages_alone(servers: Servers) -> None:
    servers.remember(posted(server=None))
    servers.mark(None, 30, 7)
    servers.forget(0)
    servers.forget(1)
    assert (len(servers.answer(None, 30)), servers.marks(None, 30)) == (1, 1)


# People


def test_a_person_is_told_how_often_they_stand_there(servers: Servers) -> None:
    for server in (1, 2):
        fill(servers, server, 7)
    servers.remember(posted(server=None))
    servers.mark(None, 30, 7)
    servers.mark(1, 30, LAST_ID)
    assert servers.mentions_of(7) == Mentions(changes=4, marks=3)
    assert servers.mentions_of(LAST_ID) == Mentions(changes=0, marks=1)
    assert servers.mentions_of(70) == Mentions(changes=0, marks=0)


def test_a_forgotten_person_stands_nowhere_and_what_they_did_stays(servers: Servers, tmp_path: Path) -> None:
    person, other = somebody(), somebody()
    fill(servers, 1, person)
    servers.change_settings(1, f"discord:{other}", style="short")
    servers.mark(1, 30, other)
    servers.forget_person(person)
    assert servers.mentions_of(person) == Mentions(changes=0, marks=0)
    assert servers.mentions_of(other) == Mentions(changes=1, marks=1)
    assert [change.by for change in servers.settings_journal(1, 10)] == [f"discord:{other}", "", ""]
    assert servers.marks(1, 30) == 2
    assert servers.marks_by_article(1, EVER) == {"abcdefgh": 2}
    servers.close()
    assert str(person).encode() not in bytes_of(tmp_path / FILE)
    assert str(other).encode() in bytes_of(tmp_path / FILE)


def test_no_id_of_a_person_is_kept_but_of_who_changed_settings(servers: Servers, tmp_path: Path) -> None:
    admin, voter = somebody(), somebody()
    fill(servers, 1, admin)
    servers.mark(1, 30, voter)
    everything = rows(tmp_path / FILE)
    journal = everything.pop("setting_change")
    assert {row[3] for row in journal} == {f"discord:{admin}"}
    assert not any(
        value in (admin, voter, str(voter)) for found in everything.values() for row in found for value in row
    )


# Small texts


def test_a_small_text_is_remembered_until_another_takes_its_place(servers: Servers) -> None:
    assert servers.remembered("commands") == ""
    servers.remember_text("commands", "abc")
    servers.remember_text("other", "xyz")
    assert (servers.remembered("commands"), servers.remembered("other")) == ("abc", "xyz")
    servers.remember_text("commands", "def")
    assert servers.remembered("commands") == "def"
    servers.remember_text("commands", "")
    assert servers.remembered("commands") == ""


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=label)
def test_any_small_text_is_kept_as_far_as_it_can_be(servers: Servers, text: str) -> None:
    servers.remember_text(text, text)
    assert len(servers.remembered(text)) == min(len(text), 10_000)


def test_a_server_that_is_missing_among_those_present_was_left(servers: Servers) -> None:
    servers.joined(1)
    servers.present({2, 3}, NOON)
    servers.present({2, LAST_ID}, NOON + DAY)
    assert servers.departed(FAR) == (1, 3)
    servers.present({1, 2, 3}, NOON + DAY)
    assert servers.departed(FAR) == (LAST_ID,)


def test_a_server_that_was_left_before_is_left_since_then(servers: Servers) -> None:
    servers.left(1, NOON)
    servers.present((), NOON + DAY)
    assert servers.departed(NOON + DAY) == (1,)
