"""Many documents: found, read a few at once, kept batch by batch, known again, and each told in its order."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import default_thresholds, open_desk
from bot.collecting import Became, Fate, Finder, Found, Reader, collect, foreseeing, known_files, names_many
from bot.collecting.finding import OfOtherKind
from bot.collecting.keeping import BATCH, keep_each
from bot.collecting.reading import AHEAD, read_in_order
from bot.desk import Desk
from bot.errors import DiskFull, Phrase
from bot.gathering import Gathered
from bot.intake import Details
from bot.model import SHARED, Draft, Kept, Outcome, Shelf
from tests.hostile import QUICK
from tests.intake.parsing.packages import zipped
from tests.intake.parsing.reading import ARTICLE
from tests.intake.parsing.reading import page as html

FERRY = "The ferry to Gotland leaves Nynashamn at noon. It takes three hours and ten minutes."
TRAIN = "The night train to Kiruna leaves Stockholm at six. It takes fifteen hours and a half."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "data", default_thresholds()) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with good and bad files in it, and some that are not meant to be read."""
    root = tmp_path / "saved"
    (root / "deep" / "er").mkdir(parents=True)
    (root / ".hidden").mkdir()
    (root / "a.txt").write_text(FERRY)
    (root / "b.html").write_text(html())
    (root / "bad.txt").write_bytes(b"\xff\xfe\x00\x01")
    (root / "style.css").write_text("p { color: red }")
    (root / ".secret.txt").write_text(FERRY + " A secret.")
    (root / ".hidden" / "x.txt").write_text(FERRY + " Hidden.")
    (root / "deep" / "c.md").write_text(f"# The train\n\n{TRAIN}")
    (root / "deep" / "er" / "same.txt").write_text(FERRY)
    (root / "z.jsonl").write_text(
        json.dumps({"title": "Row", "text": "The bus leaves at one from the market."}) + "\nno json\n"
    )
    (root / "z.zip").write_bytes(
        zipped({"in/d.txt": "The tram runs every ten minutes all day long.", "in/e.png": b"x", "f.zip": zipped({})})
    )
    return root


def run(desk: Desk, *names: str | Path, shelf: Shelf = SHARED, dry: bool = False, **options: object) -> list[Became]:
    """What becomes of what is named."""
    paths = [str(name) for name in names]
    known = known_files(desk.library, shelf, paths)
    reader = Reader(desk.gatherer, shelf, options.pop("details", Details()), known, **options)  # type: ignore[arg-type]
    finder = Finder(shelf, Path("/nowhere"), lambda _: None)
    items = (item for path in paths for item in finder.items(path))
    put = foreseeing(desk.library, shelf) if dry else lambda drafts: desk.library.put(drafts, "tester")
    return list(collect(items, reader, put))


def fates(became: Sequence[Became], root: Path) -> dict[str, str]:
    return {each.name.removeprefix(f"{root}/"): each.fate.value for each in became}


FIRST = {
    "a.txt": "added",
    "b.html": "added",
    "bad.txt": "refused",
    "style.css": "left out",
    "z.jsonl, line 1": "added",
    "z.jsonl, line 2": "refused",
    "z.zip/in/d.txt": "added",
    "z.zip/in/e.png": "left out",
    "z.zip/f.zip": "refused",
    "deep/c.md": "added",
    "deep/er/same.txt": "duplicate",
}


def test_a_folder_is_read_with_those_in_it_without_hidden_ones_in_the_order_of_names(desk: Desk, folder: Path) -> None:
    became = run(desk, folder)
    assert list(fates(became, folder).items()) == list(FIRST.items())
    assert all(each.reason for each in became if each.fate in (Fate.REFUSED, Fate.DUPLICATE))
    assert {entry.by for entry in desk.library.journal(SHARED, 1, 100).entries} == {"tester"}


def test_run_again_what_is_there_is_unchanged_and_isnt_read(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(desk, folder)
    read: list[str] = []
    document = desk.gatherer.document

    def noted(data: bytes, name: str, *rest: Any) -> Gathered:
        read.append(name)
        return document(data, name, *rest)

    monkeypatch.setattr(desk.gatherer, "document", noted)
    again = run(desk, folder)
    assert fates(again, folder) == {name: fate.replace("added", "unchanged") for name, fate in FIRST.items()} | {
        "z.jsonl, line 1": "duplicate"
    }
    assert read == ["bad.txt"]
    assert {each.id for each in first if each.fate is Fate.ADDED} == {each.id for each in again if each.id}


def test_a_file_that_has_changed_becomes_a_new_version_of_its_article(desk: Desk, folder: Path) -> None:
    [before] = [each for each in run(desk, folder) if each.name.endswith("c.md")]
    (folder / "deep" / "c.md").write_text(f"# The train\n\n{TRAIN} It is often late.")
    [after] = [each for each in run(desk, folder) if each.name.endswith("c.md")]
    assert (after.fate, after.id) == (Fate.UPDATED, before.id)
    assert [version.text for version in desk.library.versions(SHARED, before.id)] == [TRAIN]


def test_one_page_in_two_places_is_one_article_and_unchanged_from_then_on(desk: Desk, tmp_path: Path) -> None:
    page = html(head='<link rel="canonical" href="https://example.org/bridge">')
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "b.zip").write_bytes(zipped({"a.html": page}))
    places = (tmp_path / "a.html", tmp_path / "b.zip")
    assert [each.fate for each in run(desk, *places)] == [Fate.ADDED, Fate.UPDATED]
    for _ in range(2):
        assert [each.fate for each in run(desk, *places)] == [Fate.DUPLICATE, Fate.UNCHANGED]


def test_a_removed_article_comes_back_when_its_file_is_added_again(desk: Desk, folder: Path) -> None:
    [became] = run(desk, folder / "a.txt")
    desk.library.remove(SHARED, [became.id])
    [again] = run(desk, folder / "a.txt")
    assert (again.fate, again.id) == (Fate.UPDATED, became.id)


def test_files_are_known_on_their_own_shelf_only(desk: Desk, folder: Path) -> None:
    mine, yours = Shelf("guild:1"), Shelf("guild:2")
    [one], [two] = run(desk, folder / "a.txt", shelf=mine), run(desk, folder / "a.txt", shelf=yours)
    assert (one.fate, two.fate) == (Fate.ADDED, Fate.ADDED)
    assert one.id != two.id


def test_a_dry_run_keeps_nothing_and_says_what_would_become_of_each(desk: Desk, folder: Path) -> None:
    dry = run(desk, folder, dry=True)
    assert fates(dry, folder) == FIRST | {"deep/er/same.txt": "added"}  # twins among them aren't foreseen
    assert desk.library.totals(SHARED).articles == 0
    run(desk, folder)
    (folder / "a.txt").write_text(f"{FERRY} On Sundays it leaves at one.")
    dry = run(desk, folder, dry=True, holds=lambda _: False)
    assert fates(dry, folder)["a.txt"] == "updated"
    assert fates(dry, folder)["b.html"] == "unchanged"
    assert desk.library.totals(SHARED).articles == 5


def test_what_is_said_of_all_goes_before_what_each_says(desk: Desk, folder: Path) -> None:
    run(desk, folder, details=Details(source="My Archive", author="Ida Holm", language="sv"))
    articles = desk.library.articles([SHARED], None, 100)
    assert {(each.about.source, each.about.author, each.about.language) for each in articles} == {
        ("My Archive", "Ida Holm", "sv")
    }


def test_an_archive_never_writes_and_names_in_it_lead_nowhere(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(zipped({"../../evil.txt": FERRY, "/etc/evil.txt": TRAIN, "C:\\evil.txt": "x"}))
    before = sorted(tmp_path.rglob("*"))
    became = run(desk, tmp_path / "evil.zip", dry=True)
    assert [each.name.removeprefix(f"{tmp_path}/") for each in became] == [
        "evil.zip/evil.txt", "evil.zip/etc/evil.txt", "evil.zip/evil.txt",
    ]  # fmt: skip
    assert sorted(path for path in tmp_path.rglob("*") if "data" not in path.parts) == [
        path for path in before if "data" not in path.parts
    ]


@pytest.mark.parametrize("name", ["missing.txt", "missing.zip", "missing.jsonl"])
def test_what_is_not_there_is_refused_and_the_others_go_in(desk: Desk, folder: Path, name: str) -> None:
    became = run(desk, folder / name, folder / "a.txt")
    assert [each.fate for each in became] == [Fate.REFUSED, Fate.ADDED]
    assert became[0].reason == "No such file or directory."


def test_a_file_of_the_folder_that_is_kept_by_itself_is_known_by_nothing(folder: Path) -> None:
    [item] = Finder(SHARED, folder, lambda _: None).items(str(folder / "a.txt"))
    assert item.origin is None  # type: ignore[union-attr]
    [item] = Finder(SHARED, folder / "deep", lambda _: None).items(str(folder / "a.txt"))
    assert item.origin == (folder / "a.txt").as_uri()  # type: ignore[union-attr]


def test_names_of_many_are_folders_archives_and_lists(folder: Path) -> None:
    assert [names_many(str(name)) for name in (folder, "a.ZIP", "b.jsonl")] == [True] * 3
    assert [names_many(name) for name in ("a.txt", "-", "https://example.org/a.zip", "missing")] == [False] * 4


def test_the_number_of_items_that_is_told_is_the_number_that_there_are(folder: Path) -> None:
    expected = [1]
    items = list(Finder(SHARED, Path("/nowhere"), expected.append).items(str(folder)))
    assert sum(expected) == len(items) == len(FIRST)
    assert sum(isinstance(item, OfOtherKind) for item in items) == 2


def test_two_articles_that_are_nearly_the_same_say_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html())
    other = ARTICLE.replace("18,000 vehicles", "18,500 vehicles")
    (tmp_path / "b.html").write_text(html(f"<article><h1>The bridge again</h1>{other}</article>"))
    first, second = run(desk, tmp_path / "a.html", tmp_path / "b.html")
    assert [about.id for about in second.resembles] == [first.id]


# Reading ahead


def always(_: object) -> bool:
    return True


@QUICK
@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 5))
def test_what_is_read_at_once_comes_in_the_order_of_the_items(numbers: list[int], every: int) -> None:
    assert list(read_in_order(numbers, lambda n: n * 2, lambda n: n % every == 0)) == [n * 2 for n in numbers]


@pytest.mark.parametrize("takes_long", [always, lambda _: False])
def test_no_more_is_read_ahead_than_there_is_room_for_and_nothing_once_nobody_wants_it(
    takes_long: Callable[[int], bool],
) -> None:
    begun: list[int] = []

    def read(number: int) -> int:
        begun.append(number)
        return number

    results = read_in_order(range(1000), read, takes_long)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert len(begun) <= AHEAD


def test_two_that_take_long_are_read_at_once() -> None:
    together = threading.Barrier(2, timeout=10)
    assert list(read_in_order([1, 2], lambda n: together.wait() * 0 + n, always)) == [1, 2]


# Batches


def found(number: int) -> Found:
    return Found(str(number), Gathered(Draft(SHARED, "T", f"{FERRY} {number}")))


def putting(batches: list[int]) -> Callable[[Sequence[Draft]], list[Kept]]:
    def put(drafts: Sequence[Draft]) -> list[Kept]:
        batches.append(len(drafts))
        return [Kept("x", SHARED, Outcome.ADDED, 1) for _ in drafts]

    return put


def test_a_batch_is_kept_when_it_is_large_or_old_and_told_after_that() -> None:
    batches: list[int] = []
    clock = iter(n * 0.4 for n in range(100))
    told = keep_each(map(found, range(5)), putting(batches), clock=lambda: next(clock))
    assert next(told).name == "0"
    assert batches == [3]
    assert len(list(told)) == 4
    assert batches == [3, 2]


def test_what_was_told_before_the_disk_is_full_stays_told() -> None:
    batches: list[int] = []
    fine = putting(batches)

    def put(drafts: Sequence[Draft]) -> list[Kept]:
        if batches:
            raise DiskFull("/full")
        return fine(drafts)

    told: list[Became] = []
    with pytest.raises(DiskFull):
        for each in keep_each(map(found, range(BATCH + 1)), put, clock=lambda: 0.0):
            told.append(each)  # noqa: PERF402 - one after the other, until it breaks
    assert (batches, len(told)) == ([BATCH], BATCH)


def test_refusals_alone_are_told_without_a_transaction() -> None:
    batches: list[int] = []
    [became] = keep_each([Found("a", Phrase("No."))], putting(batches))
    assert (became.fate, became.reason, batches) == (Fate.REFUSED, "No.", [])
