"""Whatever is done in whatever order, the database says what plain Python says, to each server its own."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.servers import FILE, Gap, Kind, Mentions, Posted, Servers, ServerSettings, SettingChange, SettingValue
from bot.servers.gaps import key_of
from tests.servers.place import EVER, FAR, LAST_ID, NOON, Clock
from tests.servers.test_settings import VALUES

MAX_GAPS = 3
SERVERS = (1, 2, LAST_ID)
PLACES = (*SERVERS, None)
MESSAGES = (30, 31, 2**63)
QUESTIONS = (20, 21)
KEYS = ("abcdefgh", "ijklmnop", "")
PEOPLE = (7, 8, LAST_ID)
SUBJECTS = ("a", "b", "c", "d", "e")

servers_of = st.sampled_from(SERVERS)
places = st.sampled_from(PLACES)
messages = st.sampled_from(MESSAGES)
people = st.sampled_from(PEOPLE)


@dataclass
class Model:
    """The same in plain Python."""

    settings: dict[int, ServerSettings] = field(default_factory=lambda: dict.fromkeys(SERVERS, ServerSettings()))
    journal: dict[int, list[SettingChange]] = field(default_factory=lambda: {server: [] for server in SERVERS})
    answers: dict[tuple[int | None, int], Posted] = field(default_factory=dict)
    marks: dict[tuple[int | None, int, object], tuple[str, datetime]] = field(default_factory=dict)
    gaps: dict[tuple[int, str], Gap] = field(default_factory=dict)
    departures: dict[int, datetime] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    nobody: Iterator[int] = field(default_factory=lambda: count(-1, -1))

    def change(self, server: int, by: str, changes: dict[str, SettingValue], now: datetime) -> None:
        for name, value in changes.items():
            before = getattr(self.settings[server], name)
            if before != value:
                self.settings[server] = replace(self.settings[server], **{name: value})  # type: ignore[arg-type]
                self.journal[server].insert(0, SettingChange(now, by, name, before, value))
        if changes.get("keep_gaps") is False:
            self.gaps = {at: gap for at, gap in self.gaps.items() if at[0] != server}
            self.answers = {
                at: replace(each, question=None) if at[0] == server else each for at, each in self.answers.items()
            }

    def remember(self, posted: Posted) -> None:
        wanted = posted.server is not None and self.settings[posted.server].keep_gaps
        self.answers[posted.server, posted.message] = posted if wanted else replace(posted, question=None)

    def mark(self, server: int | None, message: int, voter: int, now: datetime) -> bool:
        new = (server, message) in self.answers and (server, message, voter) not in self.marks
        if new:
            self.marks[server, message, voter] = (self.answers[server, message].article_key, now)
        return new

    def record_gap(self, server: int, subject: str, kind: Kind, reason: str, now: datetime) -> bool:
        if not self.settings[server].keep_gaps:
            return False
        if (server, subject) not in self.gaps:
            own = sorted(
                (gap.count, gap.last, gap.key, at) for at, gap in self.gaps.items() if at[0] == server
            )  # the first is the one to go
            if len(own) >= MAX_GAPS:
                del self.gaps[own[0][3]]
        gap = self.gaps.get((server, subject), Gap(key_of(subject), f"{subject}?", now, now, 0, 0, ()))
        self.gaps[server, subject] = replace(
            gap,
            last=now,
            unanswered=gap.unanswered + (kind is Kind.UNANSWERED),
            not_helpful=gap.not_helpful + (kind is Kind.NOT_HELPFUL),
            reasons=(*gap.reasons, *([reason] if reason else []))[-10:],
        )
        return True

    def purge(self, before: datetime) -> int:
        old = [at for at, each in self.answers.items() if each.posted < before]
        for at in old:
            del self.answers[at]
        self.marks = {at: mark for at, mark in self.marks.items() if mark[1] >= before}
        return len(old)

    def forget_answer(self, server: int | None, message: int) -> None:
        self.answers.pop((server, message), None)
        self.marks = {at: mark for at, mark in self.marks.items() if at[:2] != (server, message)}

    def forget(self, server: int) -> None:
        self.settings[server], self.journal[server] = ServerSettings(), []
        self.answers = {at: each for at, each in self.answers.items() if at[0] != server}
        self.marks = {at: mark for at, mark in self.marks.items() if at[0] != server}
        self.gaps = {at: gap for at, gap in self.gaps.items() if at[0] != server}
        self.departures.pop(server, None)

    def forget_person(self, person: int) -> None:
        for changes in self.journal.values():
            changes[:] = [replace(each, by="") if each.by == f"discord:{person}" else each for each in changes]
        self.marks = {
            (server, message, next(self.nobody) if voter == person else voter): mark
            for (server, message, voter), mark in self.marks.items()
        }


class Machine(RuleBasedStateMachine):
    """One file, opened twice, used in turns."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.opened = [Servers(Path(self.folder.name) / FILE, self.clock) for _ in range(2)]
        self.model = Model()

    def teardown(self) -> None:
        for servers in self.opened:
            servers.close()
        self.folder.cleanup()

    @property
    def servers(self) -> Servers:
        self.opened.reverse()
        return self.opened[0]

    @rule(hours=st.integers(0, 5))
    def wait(self, hours: int) -> None:
        self.clock.move(hours=hours)

    @rule(
        server=servers_of,
        by=people,
        changes=st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES[name]) for name in VALUES}),
    )
    def change(self, server: int, by: int, changes: dict[str, SettingValue]) -> None:
        self.servers.change_settings(server, f"discord:{by}", **changes)
        self.model.change(server, f"discord:{by}", changes, self.clock())

    @rule(server=servers_of, keep=st.booleans())
    def keep_gaps(self, server: int, keep: bool) -> None:
        self.change(server, 7, {"keep_gaps": keep})

    @rule(
        place=places,
        message=messages,
        asked=st.sampled_from((*QUESTIONS, None)),
        key=st.sampled_from(KEYS),
        ago=st.integers(0, 5),
        question=st.sampled_from((None, "", "Why?")),
    )
    def remember(
        self, place: int | None, message: int, asked: int | None, key: str, ago: int, question: str | None
    ) -> None:
        clock = Clock(self.clock())
        clock.move(hours=-ago)
        posted = Posted(place, 10, message, asked, key, clock(), question)
        assert self.servers.remember(posted)
        self.model.remember(posted)

    @rule(place=places, message=messages, voter=people)
    def mark(self, place: int | None, message: int, voter: int) -> None:
        expected = self.model.mark(place, message, voter, self.clock())
        assert self.servers.mark(place, message, voter) == expected

    @rule(
        server=servers_of,
        subject=st.sampled_from(SUBJECTS),
        kind=st.sampled_from(Kind),
        reason=st.sampled_from(("", "", "one", "two")),
    )
    def record_gap(self, server: int, subject: str, kind: Kind, reason: str) -> None:
        expected = self.model.record_gap(server, subject, kind, reason, self.clock())
        assert self.servers.record_gap(server, subject, f"{subject}?", kind, reason) == expected

    @rule(server=servers_of, subject=st.sampled_from(SUBJECTS))
    def close_gap(self, server: int, subject: str) -> None:
        expected = self.model.gaps.pop((server, subject), None) is not None
        assert self.servers.close_gap(server, key_of(subject)) == expected

    @rule(place=places, message=messages)
    def forget_answer(self, place: int | None, message: int) -> None:
        self.servers.forget_answer(place, message)
        self.model.forget_answer(place, message)

    @rule(hours=st.integers(0, 10))
    def purge(self, hours: int) -> None:
        clock = Clock(self.clock())
        clock.move(hours=-hours)
        assert self.servers.purge_answers(clock()) == self.model.purge(clock())

    @rule(server=servers_of)
    def leave(self, server: int) -> None:
        self.servers.left(server, self.clock())
        self.model.departures.setdefault(server, self.clock())

    @rule(server=servers_of)
    def come_back(self, server: int) -> None:
        self.servers.joined(server)
        self.model.departures.pop(server, None)

    @rule(server=servers_of)
    def forget(self, server: int) -> None:
        self.servers.forget(server)
        self.model.forget(server)

    @rule(person=people)
    def forget_person(self, person: int) -> None:
        self.servers.forget_person(person)
        self.model.forget_person(person)

    @rule(name=st.sampled_from(("a", "b")), value=st.sampled_from(("", "1", "2")))
    def remember_text(self, name: str, value: str) -> None:
        self.servers.remember_text(name, value)
        self.model.texts[name] = value

    @invariant()
    def each_server_has_its_settings_and_journal(self) -> None:
        for server in SERVERS:
            assert self.servers.settings(server) == self.model.settings[server]
            journal = self.servers.settings_journal(server, 100)
            assert list(journal) == self.model.journal[server][:100]
            assert self.servers.settings_changes(server) == len(self.model.journal[server])

    @invariant()
    def each_place_has_its_answers(self) -> None:
        def newest_first(found: list[Posted]) -> list[tuple[datetime, frozenset[Posted]]]:
            moments = sorted({each.posted for each in found}, reverse=True)
            return [(at, frozenset(each for each in found if each.posted == at)) for at in moments]

        answers = list(self.model.answers.values())
        for place in PLACES:
            own = [each for each in answers if each.server == place]
            for asked in QUESTIONS:
                found = self.servers.answers_to(place, asked)
                assert [each.posted for each in found] == sorted((each.posted for each in found), reverse=True)
                assert newest_first(list(found)) == newest_first([e for e in own if e.question_message == asked])
            for message in MESSAGES:
                assert self.servers.answer(place, message) == tuple(each for each in own if each.message == message)
            for key in KEYS:
                assert set(self.servers.quoting(place, key, NOON)) == {
                    each for each in own if each.article_key == key and each.posted >= NOON
                }
        for key in KEYS:
            assert set(self.servers.quoting_anywhere(key, EVER)) == {e for e in answers if e.article_key == key}

    @invariant()
    def each_place_has_its_marks(self) -> None:
        for place in PLACES:
            own = {at: mark for at, mark in self.model.marks.items() if at[0] == place}
            assert self.servers.marks_by_article(place, EVER) == Counter(key for key, _ in own.values())
            for message in MESSAGES:
                assert self.servers.marks(place, message) == sum(at[1] == message for at in own)

    @invariant()
    def each_server_has_its_gaps(self) -> None:
        for server in SERVERS:
            own = [gap for (where, _), gap in self.model.gaps.items() if where == server]
            own.sort(key=lambda gap: gap.key)
            own.sort(key=lambda gap: (gap.count, gap.last), reverse=True)
            page = self.servers.gaps(server, 1, 100)
            assert (list(page.gaps), page.total) == (own, len(own))

    @invariant()
    def the_rest_is_as_it_was_said(self) -> None:
        assert set(self.servers.departed(FAR)) == set(self.model.departures)
        assert set(self.servers.departed(self.clock())) == {
            server for server, moment in self.model.departures.items() if moment < self.clock()
        }
        for name in ("a", "b"):
            assert self.servers.remembered(name) == self.model.texts.get(name, "")
        for person in PEOPLE:
            changes = sum(each.by == f"discord:{person}" for found in self.model.journal.values() for each in found)
            marks = sum(voter == person for _, _, voter in self.model.marks)
            assert self.servers.mentions_of(person) == Mentions(changes, marks)


def test_the_database_says_what_plain_python_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.servers.gaps.MAX_GAPS", MAX_GAPS)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_model_has_every_setting() -> None:
    assert {each.name for each in fields(ServerSettings)} == set(VALUES)
