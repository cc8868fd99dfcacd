"""Whatever is found, the message that says it fits, reads verbatim and does nothing."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.answers import context_message
from bot.chat.limits import MAX_CONTENT, MAX_CUSTOM_ID, fits
from bot.chat.messages import abstention_message, answer_message, listed, source_line
from bot.chat.outgoing import Outgoing
from bot.chat.references import reference, unpack, unpack_for
from bot.model import SHARED, Abstention, Answer, Article, Question, Quote, Reading, Silence, Source, Word
from bot.reply import Words, printable, words_for
from bot.servers import Style
from tests.chat.rendering import rendered
from tests.chat.scenes import HARMLESS
from tests.hostile import QUICK, TEXTS

TODAY = date(2026, 1, 25)
WORDS = st.sampled_from([words_for("en"), words_for("es")])
WILD = [
    "**",
    "__x__",
    "||",
    "`",
    "<@1>",
    "@everyone",
    "[a](https://b.example)",
    "https://c.example",
    "\n> ",
    "# ",
    "\\",
    "~~",
]
LINES = st.one_of(TEXTS, st.lists(st.sampled_from(WILD), max_size=60).map(" ".join), st.sampled_from(["*" * 5_000]))
SAID = LINES.filter(lambda text: bool(text.strip()))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    title = " ".join(draw(SAID).split())[:300] or "x"
    name = " ".join(draw(SAID).split())[:300] or None
    url = draw(st.sampled_from([None, "https://example.org/" + "a" * 470, "https://example.org/?q=a_b*c"]))
    published = draw(st.sampled_from([None, date(2024, 1, 25), datetime(1000, 1, 1, tzinfo=UTC)]))
    return Source("id", SHARED, title, name, url, published, "en", (), datetime(2024, 2, 1, tzinfo=UTC))


@st.composite
def found(draw: st.DrawFn) -> Quote:
    text, start = draw(SAID), draw(st.integers(0, 5_000_000))
    before = draw(st.one_of(st.none(), SAID))
    return Quote(draw(sources()), start, start + len(text), text, 0.0, 1.0, before)


FOUND = st.lists(found(), max_size=4).map(tuple)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), max_size=2).map(tuple)


def test_titles_and_names_can_not_look_like_another_source_line() -> None:
    title, name = "Troops leave · Reuters · 3 May 2026", "Blog  •  Reuters"
    about = Source("id", SHARED, title, name, "https://evil.example", None, "de", (), datetime(2024, 2, 1, tzinfo=UTC))
    line = rendered(source_line(words_for("en"), about, TODAY, page="p · 7")).text
    assert line == "Date unknown · Troops leave – Reuters – 3 May 2026 · “p – 7” · Blog – Reuters"


def test_a_quote_in_another_language_than_the_question_says_in_which() -> None:
    for language, asked, said in (("de", "en", "in German"), ("de", "de", ""), ("und", "en", ""), ("de", "und", "")):
        about = Source("id", SHARED, "Titel", None, None, None, language, (), datetime(2024, 2, 1, tzinfo=UTC))
        line = source_line(words_for("en"), about, TODAY, language=asked)
        assert line.removeprefix("-# Date unknown · Titel").removeprefix(" · ") == said


def test_the_list_of_articles_is_not_named_where_it_would_not_help() -> None:
    helps = {Silence.NO_MATCH, Silence.NOT_RELEVANT, Silence.WEAK_MATCH}
    for silence in Silence:
        content = abstention_message(words_for("en"), Abstention(question_of("x"), silence, (), (), 0.0)).content
        assert ("/sources list" in content) == (silence in helps)


def question_of(text: str) -> Question:
    return Question(text, "en", (Word(text, (text,)),))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    readings = draw(st.lists(st.builds(Reading, SAID, SAID), max_size=3).map(tuple))
    return Answer(
        question_of("x"), draw(found()), draw(FOUND), 0.5, draw(SPANS), draw(st.booleans()), readings, draw(FOUND),
        draw(FOUND),
    )  # fmt: skip


def must_be_sound(out: Outgoing) -> str:
    """What every message of the bot has to be; the text that is seen."""
    assert fits(out.content, MAX_CONTENT)
    assert out.content.strip()
    shown = rendered(out.content)
    kinds = {kind for kind, _ in shown.active}
    assert kinds <= HARMLESS | {"angle link"}, out.content  # of a title with no visible sign
    assert len(shown.of("preview")) == out.content.count("<https://example.org/")  # in angle brackets: there is none
    ids = [item.custom_id for item in out.items]  # type: ignore[attr-defined]
    assert len(set(ids)) == len(ids) <= 5
    assert all(fits(each, MAX_CUSTOM_ID) for each in ids)
    return shown.text


@given(words=WORDS, answer=answers(), asker=st.integers(1, 2**64 - 1), style=st.sampled_from(list(Style)))
@QUICK
def test_an_answer_fits_reads_verbatim_and_does_nothing(words: Words, answer: Answer, asker: int, style: Style) -> None:
    out = answer_message(words, answer, TODAY, asker, style)
    must_be_sound(out)
    quote, *others = rendered(out.content).of("quote")
    whole = printable(answer.quote.text)
    assert quote == whole or (quote.endswith("…") and whole.startswith(quote[:-1].rstrip()))
    assert len(others) <= len(answer.differing) if style is Style.FULL else not others
    assert unpack(custom_ids(out)["context"]) == (reference(answer.quote),)
    assert unpack_for(custom_ids(out)["unhelpful"]) == (asker, reference(answer.quote))


@given(words=WORDS, answer=answers())
@QUICK
def test_every_quote_has_its_source_below_it(words: Words, answer: Answer) -> None:
    content = answer_message(words, answer, TODAY, 1, Style.FULL).content
    lines = content.split("\n")
    assert all(below.startswith("-# ") for line, below in zip(lines, [*lines[1:], ""], strict=True) if line[:2] == "> ")
    assert not content.endswith(words("Other reports differ:"))


def custom_ids(out: Outgoing) -> dict[str, str]:
    return dict(item.custom_id.split(":", 1) for item in out.items)  # type: ignore[attr-defined]


@given(
    words=WORDS, text=SAID, silence=st.sampled_from(list(Silence)), unknown=st.lists(SAID, max_size=4), related=FOUND
)
@QUICK
def test_an_abstention_fits_and_does_nothing(
    words: Words, text: str, silence: Silence, unknown: list[str], related: tuple[Quote, ...]
) -> None:
    silent = Abstention(question_of(text), silence, tuple(unknown), related[:3], 0.0)
    out = abstention_message(words, silent)
    must_be_sound(out)
    assert not rendered(out.content).of("quote")
    assert bool(out.items) == bool(related)


@given(
    words=WORDS, text=LINES.filter(bool), ends=st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), about=sources()
)
@QUICK
def test_the_context_of_any_part_of_any_article_fits_and_does_nothing(
    words: Words, text: str, ends: tuple[int, int], about: Source
) -> None:
    start, end = sorted(min(each, len(text)) for each in ends)
    if start == end:
        return
    wanted = reference(Quote(about, start, end, text[start:end], 0, 0))
    out = context_message(words, Article(about, text, ((0, len(text)),)), wanted)
    must_be_sound(out)
    for each in out.attachments:
        assert text[start:end].encode("utf-8", "replace") in each.data


@given(words=WORDS, quote=found())
@QUICK
def test_a_quote_beside_others_leaves_room_for_them(words: Words, quote: Quote) -> None:
    assert fits(listed(words, quote.text, quote.about, TODAY), 1_500)
