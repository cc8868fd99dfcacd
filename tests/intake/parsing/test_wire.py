"""What goes between the bot and a child, and what of it is believed."""

import json
import socket
import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import ArticleRefused
from bot.intake.parsing import Dated, Elsewhere, Kind, Lead, Leading, Parsed, Trust, kind_of
from bot.intake.parsing.reasons import FIELDS, Reason, checked, refused
from bot.intake.parsing.wire import (
    Deadline,
    Malformed,
    Request,
    decoded,
    encoded,
    receive_answer,
    receive_request,
    send_answer,
    send_request,
)
from bot.model import PageStart
from tests.hostile import QUICK, THOROUGH

STORABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
LINES = st.one_of(st.none(), STORABLE)
URLS = st.sampled_from(["https://a.example/b?c=d#e", "http://[::1]:8080/", "https://ü.example/ñ"])
LEADS = st.lists(st.builds(Lead, st.sampled_from(Leading), URLS), max_size=3).map(tuple)
DATES = st.builds(Dated, st.sampled_from(["2024-01-25", "2024-01-25T14:30:00+02:00"]), STORABLE, st.sampled_from(Trust))
PARSED = st.builds(
    Parsed,
    STORABLE.map(lambda text: f"{text} a"),
    LINES,
    LINES,
    LINES,
    st.one_of(st.none(), DATES),
    st.one_of(st.none(), URLS),
    st.sampled_from([None, "en", "de", "yue"]),
    st.lists(st.builds(PageStart, st.just(0), STORABLE), max_size=3).map(tuple),
    st.lists(STORABLE, max_size=3).map(tuple),
    LEADS,
)
ELSEWHERE = st.builds(Elsewhere, st.just(Reason.SCRIPTS.value), LEADS.filter(bool))
GOOD = Parsed("Text.", "Title", "A", "B", Dated("2024-01-25", "x", Trust.STATED), "https://a.example/", "en", (PageStart(0, "i"),), ("x",),
              (Lead(Leading.AMP, "https://a.example/amp"),))  # fmt: skip
HEADER = json.loads(json.dumps(encoded(GOOD)[0]["parsed"]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["reason", "fields", "by", "url", "start", "label", "day"]), inner)),
    max_leaves=5,
)  # fmt: skip


def exchanged(answer: Parsed | Elsewhere | ArticleRefused) -> Parsed | Elsewhere | ArticleRefused:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sending = threading.Thread(target=send_answer, args=(theirs, answer))
        sending.start()
        received = receive_answer(ours, Deadline.after(10))
        sending.join()
    return received


@THOROUGH
@given(st.one_of(PARSED, ELSEWHERE))
def test_an_answer_comes_back_to_the_letter(answer: Parsed | Elsewhere) -> None:
    assert exchanged(answer) == answer


@pytest.mark.parametrize("reason", Reason)
def test_each_refusal_comes_back_with_its_fields(reason: Reason) -> None:
    values = {name: "https://a.example/" if name == "url" else 5_000 for name in FIELDS[reason]}
    received = exchanged(refused(reason, **values))
    assert isinstance(received, ArticleRefused)
    assert received.reason.template == reason.value.template
    assert received.reason == refused(reason, **values).reason
    assert received.reason.endswith((".", "/"))


def test_a_long_text_comes_through_whole() -> None:
    text = "The bridge. " * 400_000
    assert exchanged(Parsed(text)) == Parsed(text)


def test_a_request_comes_through_whole() -> None:
    request = Request(
        Kind.PDF, bytes(range(256)) * 5_000, "ü\n.pdf", "https://a.example/", None, date(2024, 1, 25), 5, 9
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sending = threading.Thread(target=send_request, args=(ours, request, Deadline.after(10)))
        sending.start()
        assert receive_request(theirs) == request
        sending.join()


@QUICK
@given(JSON, st.text(max_size=5))
@example({"parsed": HEADER, "refused": {}}, "a")
@example({"refused": {"reason": "LOG_IN", "fields": {"x": 1}}}, "")
@example({"refused": {"reason": "TOO_LONG", "fields": {"most": "x"}}}, "")
@example({"refused": {"reason": "TOO_LONG", "fields": {"most": 10**300}}}, "")
@example({"refused": {"reason": "LEADS_ON", "fields": {"url": "x" * 1_000}}}, "")
@example({"refused": {"reason": "__class__", "fields": {}}}, "")
@example({"elsewhere": {"reason": "LOG_IN", "fields": {}, "leads_to": []}}, "")
def test_any_json_is_an_answer_or_refused_as_none(header: object, text: str) -> None:
    try:
        found = decoded(header, text)
    except (ValueError, TypeError, KeyError, ArticleRefused):
        return
    assert isinstance(found, Parsed | Elsewhere | ArticleRefused)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 301), ("title", 5), ("title", "\ud800"), ("title", "a\0"), ("author", ["x"]), ("site", {}), ("language", "english"), ("language", "e!"),
        ("published", "2024-01-25"), ("published", {"day": "soon", "written": "x", "trust": "stated"}), ("published", {"day": "", "written": "x", "trust": "stated"}),
        ("published", {"day": "2024-01-25", "written": "x", "trust": "blind"}), ("published", {"day": "2024-01-25"}),
        ("url", "javascript:alert(1)"), ("url", "https://a:b@c.example/"), ("url", "file:///etc/passwd"), ("url", ""), ("url", "https://a.example/" + "x" * 2_000),
        ("pages", [{"start": 6, "label": "x"}]), ("pages", [{"start": -1, "label": "x"}]), ("pages", [{"start": True, "label": "x"}]),
        ("pages", [{"start": 3, "label": "x"}, {"start": 2, "label": "x"}]), ("pages", [{"start": 0, "label": "x" * 81}]), ("pages", None),
        ("pages", [{"start": 0, "label": ""}] * 20_001), ("set_aside", ["x"] * 201), ("set_aside", "x"), ("set_aside", [5]),
        ("leads_to", [{"by": "amp", "url": "ftp://a.example/"}]), ("leads_to", [{"by": "magic", "url": "https://a.example/"}]), ("leads_to", [[]]),
    ],
)  # fmt: skip
def test_a_field_that_no_honest_child_would_send_is_not_believed(field: str, value: object) -> None:
    assert isinstance(HEADER, dict)
    assert decoded({"parsed": HEADER}, "Text.") == GOOD
    with pytest.raises((ValueError, TypeError, KeyError, ArticleRefused)):
        decoded({"parsed": {**HEADER, field: value}}, "Text.")


@pytest.mark.parametrize("text", ["", " \n", "...", "a\0", "\ud800a", "x" * 5_000_001])
def test_a_text_that_can_be_none_is_not_believed(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        decoded({"parsed": HEADER}, text)


@pytest.mark.parametrize("name", [None, 5, "", "nothing", "value", "name"])
def test_a_reason_that_is_not_on_the_list_is_not_believed(name: object) -> None:
    with pytest.raises(ValueError, match="reason"):
        checked(name, {})


def test_what_cannot_be_encoded_is_not_sent_in_part() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with pytest.raises(UnicodeEncodeError):
            send_answer(theirs, replace(GOOD, text="\ud800"))
        theirs.close()
        with pytest.raises(EOFError):
            receive_answer(ours, Deadline.after(1))


def test_an_answer_that_does_not_come_is_waited_for_until_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        receive_answer(ours, Deadline.after(0.05))


def test_an_answer_that_ends_too_early_is_none() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(b"\0" * 4)
        with pytest.raises(Malformed):
            receive_answer(ours, Deadline.after(1))


@pytest.mark.parametrize(
    ("data", "name", "media_type", "kind"),
    [
        (b"<html>", "a.html", None, Kind.PAGE), (b"<html>", "a.HTM", None, Kind.PAGE), (b"x", "a", "text/html; charset=utf-8", Kind.PAGE),
        (b"%PDF-1.7", "a.html", "text/html", Kind.PDF), (b"\n\n%PDF-1.4", "", None, Kind.PDF), (b"x", "a.pdf", None, Kind.PDF),
        (b"PK\x03\x04" + b"x" * 26 + b"mimetypeapplication/epub+zip", "a.zip", None, Kind.EPUB), (b"PK\x03\x04...word/document.xml", "a", None, Kind.DOCX),
        (b"PK\x03\x04", "a.docx", None, Kind.DOCX), (b"PK\x03\x04", "a.zip", "application/zip", None), (b"PK\x03\x04", "a.html", None, None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", None, Kind.DOCX), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", None, None),
        (b"x", "a.txt", None, None), (b"", "", None, None), (b"x", "a.md", "text/markdown", None),
    ],
)  # fmt: skip
def test_a_document_is_of_the_kind_that_its_bytes_show(
    data: bytes, name: str, media_type: str | None, kind: Kind | None
) -> None:
    assert kind_of(data, name, media_type) is kind
