"""Any question, asked of articles that nobody honest wrote: a quote that stands there, in a message that can be sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from hypothesis import strategies as st

from bot.app import default_thresholds, open_desk
from bot.chat.limits import MAX_CONTENT, fits
from bot.chat.messages import abstention_message, answer_message
from bot.desk import Desk
from bot.errors import QuestionRefused
from bot.model import SHARED, Answer, Draft, OwnOnly, Quote, Shelf, Unfound, View
from bot.reply import words_for
from bot.servers import Style
from tests.chat.rendering import rendered
from tests.chat.scenes import HARMLESS
from tests.fuzz.mutation import long_texts
from tests.fuzz.timing import in_time, is_worded
from tests.hostile import FRAGMENTS, TEXTS
from tests.library.contract import fresh_folder

Asked = tuple[str, View]
SERVER = Shelf("guild:1")
VIEWS: tuple[View, ...] = (SHARED, SERVER, OwnOnly(SERVER))
ARTICLES = (
    "The United States has about 2,500 troops in Iraq. They advise the army. Not more than 900 are in Syria since 2019.",
    "There are 1,500 U.S. troops in Iraq, said @everyone [x](https://b.example). They left on 3 March 2020!",
    "".join(FRAGMENTS) * 5,
    "La coalición se fundó en 2014. Tiene 87 miembros, dijo el Dr. Pérez. «No acabará en 2026».",
    "Die Bundeswehr bildet in Erbil aus. مرحبا بالعالم. 漢字は難しい。 Войска ушли в 2011 году.",
    "troops " * 3_000 + ".",
)
WORDS = st.lists(
    st.sampled_from((*FRAGMENTS, "how many ", "troops ", "Iraq ", "who ", "when ", "2014 ", "not ", "coalición ", "¿", "vs ", "US ")),
    max_size=30,
).map("".join)  # fmt: skip
VALUES: st.SearchStrategy[Asked] = st.tuples(long_texts(st.one_of(WORDS, TEXTS), 2_000), st.sampled_from(VIEWS))


@contextmanager
def opened() -> Iterator[Callable[[Asked], None]]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:
        desk.library.put(
            [Draft((SHARED, SERVER)[at % 2], f"**Title** {at}", text) for at, text in enumerate(ARTICLES)], "fuzz"
        )

        def ask(text: str, view: View) -> None:
            try:
                decision = desk.ask(text, view)
                stands(desk, decision.quote, view) if isinstance(decision, Answer) else None
                verdict = desk.verify(text, view)
                assert isinstance(verdict, Unfound) or verdict.excerpt.text
            except QuestionRefused as refused:
                is_worded(refused)
                return
            said = [
                answer_message(words, decision, date(2026, 1, 25), 1, Style.FULL).content
                if isinstance(decision, Answer)
                else abstention_message(words, decision).content
                for words in (words_for("en"), words_for("es"))
            ]
            assert all(fits(each, MAX_CONTENT) for each in said)
            assert {kind for each in said for kind, _ in rendered(each).active} <= HARMLESS

        yield lambda asked: in_time(lambda: ask(*asked), len(asked[0]))


def stands(desk: Desk, quote: Quote, view: View) -> None:
    """The quote stands in an article that is seen from there, to the letter."""
    assert quote.about.shelf in view.visible
    assert desk.library.article(quote.about.shelf, quote.about.id).text[quote.start : quote.end] == quote.text
