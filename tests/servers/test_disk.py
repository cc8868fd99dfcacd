"""The database of servers when the disk is full: a change is kept whole or not at all, and is told."""

from bot.errors import BotError, DiskFull
from bot.servers import FILE, Servers
from tests.library.test_local_disk import fill, small_disk
from tests.servers.place import posted


def test_on_a_disk_of_any_fullness_a_change_is_kept_whole_or_not_at_all() -> None:
    with small_disk("1m") as disk:
        servers, refused, number = Servers(disk / FILE), 0, 0
        for leave in (0, 4, 8, 16, 24, 32, 64, 128):
            filler = fill(disk, leave * 1024)
            for _ in range(40):
                before = (servers.settings(1), servers.settings_changes(1))
                number += 1
                try:
                    servers.change_settings(1, "discord:7", manager_role=number, answer_channels=list(range(1, 50)))
                except DiskFull:
                    refused += 1
                    assert (servers.settings(1), servers.settings_changes(1)) == before
                else:
                    assert servers.settings(1).manager_role == number
            filler.unlink()
            servers.remember(posted(number))
            assert servers.answer(1, number)
        assert refused
        servers.close()
        servers = Servers(disk / FILE)
        servers.change_settings(1, "discord:7", manager_role=10**6)
        assert servers.settings(1).manager_role == 10**6
        servers.close()


def test_on_a_full_disk_the_database_is_opened_or_refused_in_a_sentence() -> None:
    with small_disk("1m") as disk:
        servers = Servers(disk / FILE)
        servers.change_settings(1, "discord:7", language="es")
        servers.close()
        filler = fill(disk, 0)
        for name in (FILE, f"new/{FILE}"):
            try:
                servers = Servers(disk / name)
            except BotError as exc:
                assert len(str(exc)) > 20  # noqa: PT017
            else:
                assert servers.settings(1).language in ("es", "")
                servers.close()
        filler.unlink()
        servers = Servers(disk / FILE)
        assert servers.settings(1).language == "es"
        servers.close()
