"""All that can be read of a damaged database is saved; what is lost is told, and nothing else is."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backup import Repaired, repair_folder
from bot.errors import BotError, FileRefused, LibraryDamaged, LibraryTooNew
from bot.feeds import FILE as FEEDS
from bot.feeds import Feeds
from bot.library.local import FILE as LIBRARY
from bot.library.local import LocalLibrary
from bot.model import SHARED
from bot.servers import FILE as SERVERS
from bot.servers import Kind, Servers
from tests.backup.conftest import fill, shown
from tests.feeds.samples import HOME, NOON, URL, item
from tests.library.contract import ANALYZER, draft, everything, faults, fresh_folder, ids_found
from tests.servers.place import posted

ARTICLES = 60
PAGE = 4096


def text_of(number: int) -> str:
    return f"The camel saw number{number}x9. " + " ".join(f"w{number}n{i}" for i in range(120))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with enough in each database for many pages, which is to be copied."""
    folder = tmp_path_factory.mktemp("big") / "data"
    library = LocalLibrary(folder, ANALYZER)
    library.put([draft(text_of(n), f"a{n}", title=f"Headline {n}") for n in range(ARTICLES)])
    library.put([draft(text_of(n) + " More.", f"a{n}", title=f"Headline {n}") for n in range(5)])
    library.remove(SHARED, ["a7"])
    library.close()
    servers = Servers(folder / SERVERS)
    for server in range(1, 60):
        servers.change_settings(server, "discord:7", keep_gaps=True, language="es")
        servers.remember(posted(server, server, server, question="Why? " * 30))
        servers.record_gap(server, "subject", "Why? " * 30, Kind.NOT_HELPFUL, "a reason")
    servers.close()
    feeds = Feeds(folder / FEEDS, lambda: NOON)
    for each in range(4):
        claim = feeds.claim(HOME, feeds.follow(HOME, f"{URL}?{each}", "discord:7").number)
        feeds.start(claim, [item(n) for n in range(200)])
        feeds.release(claim)
    feeds.close()
    return folder


def one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages that hold the rows of a table, counted from 0."""
    one_file(path)
    content, pages = path.read_bytes(), []
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        waiting = [found[0] - 1]
    while waiting:
        page = waiting.pop()
        kind = content[page * PAGE]
        if kind in (13, 10):
            pages.append(page)
            continue
        assert kind in (5, 2)
        cells = int.from_bytes(content[page * PAGE + 3 : page * PAGE + 5])
        for cell in range(cells):
            at = page * PAGE + 12 + 2 * cell
            start = page * PAGE + int.from_bytes(content[at : at + 2])
            waiting.append(int.from_bytes(content[start : start + 4]) - 1)
        waiting.append(int.from_bytes(content[page * PAGE + 8 : page * PAGE + 12]) - 1)
    return sorted(pages)


def spoil(path: Path, *pages: int) -> None:
    """Make pages of a file unreadable."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(content)


def repaired(folder: Path, name: str) -> Repaired:
    [found] = [each for each in repair_folder(folder) if each.name == name]
    return found


def all_texts(folder: Path) -> dict[str, str]:
    """What is there now, all of it found and sound."""
    library = LocalLibrary(folder, ANALYZER)
    texts = {each.about.id: each.text for each in everything(library)}
    assert ids_found(library, SHARED, "camel") <= set(texts)
    for id in list(texts)[:50:10]:
        assert ids_found(library, SHARED, f"number{id[1:]}x9") == {id}
    assert faults(library) == []
    library.put([draft("The camel came back.", "new")])
    assert "new" in ids_found(library, SHARED, "back")
    assert faults(library) == []
    library.close()
    return texts


def as_kept(texts: dict[str, str]) -> bool:
    return all(text == text_of(int(id[1:])) + (" More." if int(id[1:]) < 5 else "") for id, text in texts.items())


@pytest.fixture
def place(big: Path) -> Iterator[Path]:
    with fresh_folder() as folder:
        shutil.copytree(big, folder / "data")
        yield folder / "data"


def test_sound_databases_are_left_as_they_are(place: Path) -> None:
    before = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    assert [(each.name, each.sound, each.lossless) for each in repair_folder(place)] == [
        (FEEDS, True, True), (SERVERS, True, True), (LIBRARY, True, True),
    ]  # fmt: skip
    assert {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("which", [(0,), (3,), (-1,), (1, 4), (0, -1)], ids=str)
def test_articles_around_unreadable_pages_are_saved_and_the_others_named(place: Path, which: tuple[int, ...]) -> None:
    pages = pages_of(place / LIBRARY, "passage")
    spoil(place / LIBRARY, *(pages[each] for each in which))
    found = repaired(place, LIBRARY)
    lost = {line.split(" ")[0] for line in found.articles}
    assert not found.sound
    assert 0 < len(lost) < 30
    texts = all_texts(place)
    assert as_kept(texts)
    assert set(texts) | lost == {f"a{n}" for n in range(ARTICLES)} - ({"a7"} - lost)
    assert not set(texts) & lost
    assert all(line.endswith(f"(shared): Headline {line[1:].split(' ')[0]}") for line in found.articles)
    [kept] = found.kept
    assert kept.name.startswith(f"{LIBRARY}.damaged-")


@pytest.mark.parametrize("which", [0, 1, -1])
def test_articles_whose_own_rows_are_gone_are_named_by_the_journal(place: Path, which: int) -> None:
    pages = pages_of(place / LIBRARY, "article")
    assert len(pages) > 2
    spoil(place / LIBRARY, pages[which])
    found = repaired(place, LIBRARY)
    lost = {line.split(" ")[0] for line in found.articles}
    texts = all_texts(place)
    assert as_kept(texts)
    assert lost
    assert set(texts) | lost | {"a7"} == {f"a{n}" for n in range(ARTICLES)}


def test_a_damaged_index_of_a_table_costs_nothing(place: Path) -> None:
    for name in ("passage_article", "article_title", "band"):
        spoil(place / LIBRARY, pages_of(place / LIBRARY, name)[0])
    found = repaired(place, LIBRARY)
    assert (found.sound, found.lossless) == (False, True)
    texts = all_texts(place)
    assert as_kept(texts)
    assert len(texts) == ARTICLES - 1


def test_a_lost_part_of_the_journal_is_told(place: Path) -> None:
    pages = pages_of(place / LIBRARY, "journal")
    spoil(place / LIBRARY, pages[0])
    found = repaired(place, LIBRARY)
    assert found.unsure == ["journal"]
    assert not found.lossless
    assert len(all_texts(place)) == ARTICLES - 1


def test_a_flipped_letter_of_a_text_costs_that_article_alone(place: Path) -> None:
    with closing(sqlite3.connect(place / LIBRARY)) as connection:
        connection.execute("UPDATE passage SET text = replace(text, 'number9x9', 'number9y9')")
        connection.commit()
    found = repaired(place, LIBRARY)
    assert found.articles == ["a9 (shared): Headline 9"]
    assert set(all_texts(place)) == {f"a{n}" for n in range(ARTICLES)} - {"a7", "a9"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET text = x'0102' WHERE rowid = 1",
        "UPDATE journal SET moment = 'yesterday' WHERE change = 3",
        "UPDATE article SET published = 'no' WHERE id = 'a3'",
        "DELETE FROM band",
        "UPDATE total SET articles = articles + 1",
        "INSERT INTO letters (letters, rowid, search_key) VALUES ('delete', 1, 'headline 0')",
    ],
)
def test_whatever_is_wrong_in_a_row_is_put_right_or_told(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place / LIBRARY)) as connection:
        connection.execute(statement)
        connection.commit()
    found = repaired(place, LIBRARY)
    telling = statement.startswith("UPDATE") and "total" not in statement
    assert found.lossless != telling
    assert as_kept(all_texts(place))


@pytest.mark.parametrize("table", ["setting", "setting_change", "posted", "gap", "gap_reason"])
@pytest.mark.parametrize("which", [0, -1])
def test_what_is_kept_of_servers_is_saved_around_unreadable_pages(place: Path, table: str, which: int) -> None:
    spoil(place / SERVERS, pages_of(place / SERVERS, table)[which])
    found = repaired(place, SERVERS)
    assert not found.sound
    assert found.lost or found.unsure
    servers = Servers(place / SERVERS)
    whole = [
        server
        for server in range(1, 60)
        if servers.settings(server).language == "es"
        and servers.settings_changes(server) == 2
        and servers.answer(server, server)
        and servers.gaps(server, 1, 9).gaps
    ]
    assert len(whole) > 10
    assert table != "setting" or len(whole) == 59, "settings that can't be read are as they were changed last"
    servers.change_settings(1, "discord:7", language="fr")
    servers.record_gap(1, "subject", "Why?", Kind.UNANSWERED)
    servers.close()
    assert repaired(place, SERVERS).sound


def test_what_is_kept_of_feeds_is_saved_around_unreadable_pages(place: Path) -> None:
    spoil(place / FEEDS, pages_of(place / FEEDS, "item")[2])
    found = repaired(place, FEEDS)
    assert found.unsure == ["item"]
    assert found.saved["feed"] == 4
    feeds = Feeds(place / FEEDS, lambda: NOON + timedelta(days=1))
    assert len(feeds.of(HOME)) == 4
    assert len(feeds.due(9)) == 4
    feeds.close()


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + bytes(5000), b"", bytes(9000)])
def test_a_file_of_which_nothing_can_be_read_stays(place: Path, content: bytes) -> None:
    (place / LIBRARY).write_bytes(content)
    with pytest.raises(LibraryDamaged):
        repair_folder(place)
    assert (place / LIBRARY).read_bytes() == content


def test_a_database_of_a_later_version_stays(place: Path) -> None:
    with closing(sqlite3.connect(place / LIBRARY)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryTooNew):
        repair_folder(place)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file can't be replaced")
def test_nothing_is_repaired_while_the_bot_runs(place: Path) -> None:
    servers = Servers(place / SERVERS)
    with pytest.raises(FileRefused, match="Stop it"):
        repair_folder(place)
    servers.close()


def test_a_damaged_database_of_the_first_version_is_saved_and_brought_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / LIBRARY)) as connection:
        connection.executescript((Path(__file__).parents[1] / "library/version-1.sql").read_text("utf-8"))
        connection.execute("UPDATE passage SET text = replace(text, 'desert', 'dessert')")
        connection.commit()
    found = repaired(tmp_path, LIBRARY)
    assert {line.split(":")[0] for line in found.articles} == {"camels (shared)"}
    library = LocalLibrary(tmp_path, ANALYZER)
    assert ids_found(library, SHARED, "desert") == set()
    assert faults(library) == []
    assert library.article(SHARED, "horses")
    library.close()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), name=st.sampled_from([LIBRARY, SERVERS, FEEDS]))
def test_after_any_damage_a_repair_leaves_what_can_be_used_or_says_why_not(big: Path, seed: int, name: str) -> None:
    random = Random(seed)
    with fresh_folder() as folder:
        shutil.copytree(big, folder / "data")
        path = folder / "data" / name
        one_file(path)
        content = bytearray(path.read_bytes())
        for _ in range(random.randint(1, 5)):
            at, length = random.randrange(len(content)), random.choice((1, 16, PAGE, 3 * PAGE))
            content[at : at + length] = random.randbytes(min(length, len(content) - at))
        path.write_bytes(content[: len(content) if random.random() < 0.8 else random.randrange(len(content))])
        try:
            repair_folder(folder / "data")
        except BotError as exc:
            assert len(str(exc)) > 20  # noqa: PT017
            return
        assert all(each.sound for each in repair_folder(folder / "data"))
        texts = all_texts(folder / "data")
        assert as_kept({id: text for id, text in texts.items() if id != "new"})


def test_a_folder_that_was_filled_is_as_before_when_all_its_indexes_are_gone(tmp_path: Path) -> None:
    fill(tmp_path / "data")
    before = shown(tmp_path / "data")
    for name, index in ((LIBRARY, "passage_article"), (SERVERS, "setting_change_server"), (FEEDS, "feed_due")):
        spoil(tmp_path / "data" / name, pages_of(tmp_path / "data" / name, index)[0])
    assert all(each.lossless and not each.sound for each in repair_folder(tmp_path / "data"))
    assert shown(tmp_path / "data") == before
