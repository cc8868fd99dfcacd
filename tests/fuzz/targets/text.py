"""Any text, in any language, is cut without a loss and made into terms that can be kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import strategies as st

from bot.text import Analyzer, detect_language, segment
from tests.fuzz.mutation import long_texts
from tests.fuzz.timing import in_time
from tests.hostile import LANGUAGES, TEXTS

Said = tuple[str, str]
VALUES: st.SearchStrategy[Said] = st.tuples(long_texts(TEXTS), LANGUAGES)
KEPT_APART = {"\n", "\0", " "}
"""Between the terms and the sentences, as they are kept."""


@contextmanager
def opened() -> Iterator[Callable[[Said], None]]:
    analyzer = Analyzer()

    def cut(text: str, language: str) -> None:
        passages = segment(text, language)
        if passages:
            assert "".join(text[each.start : each.end] for each in passages) == text
        for passage in passages:
            at = passage.start
            for start, end in passage.sentences:
                assert at <= start < end <= passage.end
                assert text[start:end].strip()
                at = end
        terms = analyzer.terms(text, language)
        assert all(terms)
        assert not KEPT_APART & set("".join(terms))
        detect_language(text)

    yield lambda said: in_time(lambda: cut(*said), len(said[0]))
