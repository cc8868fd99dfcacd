"""What a server has set: what is accepted, what is written into the journal, and what stays apart."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingRefused, ShelfRefused
from bot.servers import Servers, ServerSettings, SettingChange, SettingValue, Style
from bot.servers.settings import CHECKS, MAX_CHANNELS, checked
from tests.hostile import QUICK
from tests.servers.place import HOSTILE_TEXTS, IMPOSSIBLE_IDS, LAST_ID, NOON, Clock, label

ADMIN = "discord:99"
ACCEPTED: dict[str, list[tuple[object, SettingValue]]] = {
    "answer_channels": [([], ()), ((5, 6), (5, 6)), ([6, 5, 6], (6, 5)), ([LAST_ID, 2**63, 2**63 - 1, 1], (LAST_ID, 2**63, 2**63 - 1, 1)), (list(range(1, 51)), tuple(range(1, 51)))],
    "manager_role": [(None, None), (1, 1), (LAST_ID, LAST_ID)],
    "answer_threshold": [(None, None), (0, 0.0), (-0.0, 0.0), (1, 1.0), (0.25, 0.25), (5e-324, 5e-324)],
    "sure_threshold": [(None, None), (0.1 + 0.2, 0.1 + 0.2), (1.0, 1.0)],
    "style": [("full", Style.FULL), (Style.SHORT, Style.SHORT)],
    "shared_corpus": [(True, True), (False, False)],
    "language": [("", ""), ("es", "es"), ("pt-BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW")],
    "keep_gaps": [(True, True), (False, False)],
    "note_changes": [(True, True), (False, False)],
}  # fmt: skip
REFUSED: dict[str, list[object]] = {
    "answer_channels": [None, 5, "5", ["5"], [True], [0], [-1], [2**64], [1.0], list(range(1, 52)), {5}, [[5]]],
    "manager_role": [0, -1, 2**64, 10**5_000, "5", 5.0, True, (5,)],
    "answer_threshold": [-0.001, 1.001, float("nan"), float("inf"), -float("inf"), 10**400, "0.5", True, (0.5,)],
    "sure_threshold": [-1, 2, float("nan"), "", False],
    "style": ["", "FULL", "long", None, 1, ["full"], *HOSTILE_TEXTS],
    "shared_corpus": [None, 0, 1, "true", ()],
    "language": [None, 5, "e", "engl", "EN", "en_US", "en-", "es\n", "еs", "en-US-x-a", *filter(None, HOSTILE_TEXTS)],
    "keep_gaps": [None, 1, "on"],
    "note_changes": [None, 0, "off"],
}
VALUES = {name: [kept for _, kept in pairs] for name, pairs in ACCEPTED.items()}


def test_every_setting_has_a_check_and_the_tables_here_name_them_all() -> None:
    names = [field.name for field in fields(ServerSettings)]
    assert list(CHECKS) == list(ACCEPTED) == list(REFUSED) == names


def test_who_has_set_nothing_has_the_defaults(servers: Servers) -> None:
    assert servers.settings(1) == ServerSettings()
    assert servers.settings_journal(1, 10) == ()
    assert servers.settings_changes(1) == 0


def test_the_defaults_are_accepted() -> None:
    for field in fields(ServerSettings):
        assert checked({field.name: field.default}) == {field.name: field.default}


@pytest.mark.parametrize(
    ("name", "given", "kept"), [(name, *pair) for name in ACCEPTED for pair in ACCEPTED[name]], ids=label
)
def test_what_is_set_is_read_back(servers: Servers, name: str, given: object, kept: SettingValue) -> None:
    servers.change_settings(1, ADMIN, **{name: given})
    read = getattr(servers.settings(1), name)
    assert read == kept
    assert repr(read) == repr(kept)  # also the type, and the sign of zero


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in REFUSED for value in REFUSED[name]], ids=label)
def test_what_can_not_be_set_is_refused_with_its_name_and_changes_nothing(
    servers: Servers, name: str, value: object
) -> None:
    servers.change_settings(1, ADMIN, language="es")
    with pytest.raises(SettingRefused) as refused:
        servers.change_settings(1, ADMIN, **{"shared_corpus": False, name: value})
    assert name in str(refused.value)
    assert len(str(refused.value)) < 200
    assert servers.settings(1) == ServerSettings(language="es")
    assert servers.settings_changes(1) == 1


def test_a_setting_that_there_is_not_is_refused(servers: Servers) -> None:
    for name in ("colour", "", "server", "__class__", "\ud800"):
        with pytest.raises(SettingRefused):
            servers.change_settings(1, ADMIN, **{name: True})


def test_more_channels_than_may_be_are_counted_without_the_repeated_ones(servers: Servers) -> None:
    servers.change_settings(1, ADMIN, answer_channels=[1 + i % MAX_CHANNELS for i in range(500)])
    assert len(servers.settings(1).answer_channels) == MAX_CHANNELS


@QUICK
@given(changes=st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES[name]) for name in VALUES}))
def test_any_changes_at_once_are_read_back(changes: dict[str, SettingValue]) -> None:
    assert checked(changes) == changes
    assert ServerSettings(**changes) == ServerSettings(**checked(changes))  # type: ignore[arg-type]


def test_each_change_is_in_the_journal_the_newest_first(servers: Servers, clock: Clock) -> None:
    first = servers.change_settings(1, ADMIN, language="es", answer_channels=[5])
    clock.move(hours=1)
    second = servers.change_settings(1, "discord:7", answer_channels=[5, LAST_ID], style="short")
    assert set(first) == {
        SettingChange(NOON, ADMIN, "language", "", "es"),
        SettingChange(NOON, ADMIN, "answer_channels", (), (5,)),
    }
    assert set(second) == {
        SettingChange(clock(), "discord:7", "answer_channels", (5,), (5, LAST_ID)),
        SettingChange(clock(), "discord:7", "style", "full", "short"),
    }
    assert servers.settings_journal(1, 10) == (*reversed(second), *reversed(first))
    assert servers.settings_changes(1) == 4


def test_setting_what_is_set_already_changes_nothing(servers: Servers) -> None:
    servers.change_settings(1, ADMIN, language="es")
    assert servers.change_settings(1, "discord:7", language="es", keep_gaps=False, sure_threshold=None) == ()
    assert servers.change_settings(1, ADMIN) == ()
    assert servers.settings_changes(1) == 1


def test_the_journal_is_read_in_pages(servers: Servers) -> None:
    for number in range(7):
        servers.change_settings(1, ADMIN, manager_role=number + 1)
    every = servers.settings_journal(1, 100)
    assert [change.after for change in every] == [7, 6, 5, 4, 3, 2, 1]
    assert servers.settings_journal(1, 3, 3) == every[3:6]
    assert servers.settings_journal(1, 3, 6) == every[6:]
    for limit, offset in [(-5, 0), (0, 0), (5, 7), (5, 10**30)]:
        assert servers.settings_journal(1, limit, offset) == ()
    assert servers.settings_journal(1, 10**30, -(10**30)) == every


@pytest.mark.parametrize("by", HOSTILE_TEXTS, ids=label)
def test_whatever_the_name_is_of_who_changed_it_the_change_is_kept(servers: Servers, by: str) -> None:
    servers.change_settings(1, by, language="es")
    [change] = servers.settings_journal(1, 10)
    assert len(change.by) <= 100
    assert change.after == "es"


@pytest.mark.parametrize("server", IMPOSSIBLE_IDS, ids=label)
def test_a_server_that_can_not_be_has_the_defaults_and_may_set_nothing(servers: Servers, server: int) -> None:
    with pytest.raises(ShelfRefused):
        servers.change_settings(server, ADMIN, language="es")
    assert servers.settings(server) == ServerSettings()
    assert servers.settings_journal(server, 10) == ()
    assert servers.settings_changes(server) == 0


def test_servers_do_not_see_one_another_also_at_the_ends_of_what_an_id_can_be(servers: Servers) -> None:
    ids = [1, 2, 2**63 - 1, 2**63, 2**63 + 1, LAST_ID]
    for id in ids:
        servers.change_settings(id, ADMIN, manager_role=id)
    for id in ids:
        assert servers.settings(id).manager_role == id
        assert [change.after for change in servers.settings_journal(id, 10)] == [id]
    for id in (3, 2**62, LAST_ID - 1):
        assert servers.settings(id) == ServerSettings()
