"""Any text in the environment, and any value of a server's setting: used, or refused with its name."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from unittest import mock

from hypothesis import strategies as st

from bot.errors import SettingRefused
from bot.servers import Servers, ServerSettings
from bot.settings import Settings, load_settings
from tests.fuzz.timing import in_time, is_worded
from tests.hostile import TEXTS
from tests.library.contract import fresh_folder

Given = tuple[Mapping[str, str], Mapping[str, object]]
NUMBERS = (
    "0",
    "-1",
    "1e999",
    "nan",
    "0x1",
    "1_0",
    "٣",
    "9" * 5_000,
    "1" + "0" * 400,
    "true",
    "[]",
    "{}",
    "null",
    " 1 ",
    "~",
    "~x/y",
)
TYPED = st.one_of(TEXTS, st.sampled_from(NUMBERS)).map(lambda text: text.replace("\0", ""))
SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.sampled_from(["es", "short", "full", 2**64, -1])
)
VALUES: st.SearchStrategy[Given] = st.tuples(
    st.dictionaries(st.sampled_from([f"BOT_{name.upper()}" for name in Settings.model_fields]), TYPED, max_size=3),
    st.dictionaries(
        st.one_of(st.sampled_from([each.name for each in fields(ServerSettings)]), st.from_regex(r"[a-z_]{1,9}", fullmatch=True)),
        st.one_of(SIMPLE, st.lists(SIMPLE, max_size=60), st.lists(SIMPLE, max_size=3).map(tuple)),
        max_size=3,
    ),
)  # fmt: skip


@contextmanager
def opened() -> Iterator[Callable[[Given], None]]:
    with fresh_folder() as folder:
        servers = Servers(folder / "servers.db")
        try:
            yield lambda given: in_time(lambda: both(servers, *given), 1_000)
        finally:
            servers.close()


def both(servers: Servers, given: Mapping[str, str], changes: Mapping[str, object]) -> None:
    environment(given)
    of_server(servers, changes)


def environment(given: Mapping[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    with mock.patch.dict(os.environ, {**kept, **given}, clear=True):
        try:
            settings = load_settings()
        except SettingRefused as refused:
            is_worded(refused)
            named(refused, given)
            return
    assert 0 <= settings.answer_threshold <= 1
    assert 0 <= settings.monitor_port <= 65_535
    assert settings.log_files_kept >= 1


def named(refused: SettingRefused, given: Mapping[str, str]) -> None:
    assert refused.name in given


def of_server(servers: Servers, changes: Mapping[str, object]) -> None:
    before = servers.settings(1)
    try:
        servers.change_settings(1, "discord:1", **changes)
    except SettingRefused as refused:
        is_worded(refused)
        changes = {}
    after = servers.settings(1)
    kept = [each.name for each in fields(after) if each.name not in changes]
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
