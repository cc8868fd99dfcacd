"""Files of every kind that is read, spoiled: an article that can be kept, or a reason why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from hypothesis import strategies as st

from bot.app import default_thresholds, open_desk
from bot.errors import ArticleRefused
from bot.intake import Details
from bot.model import SHARED, Outcome
from tests.fuzz.mutation import spoiled
from tests.fuzz.timing import in_time, is_worded
from tests.intake.parsing.hostile_documents import pdf
from tests.intake.parsing.packages import epub, p, word
from tests.library.contract import fresh_folder

File = tuple[str, bytes]
SENTENCES = "The ferry to Kelm leaves at 5 p.m. It takes 2,500 cars."
PAGE = f"""<!doctype html><html lang=en><head><title>The ferry | The Times</title>
<meta property="article:published_time" content="2024-01-25T10:00:00Z"><script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "The ferry", "datePublished": "2024-01-25", "author": {{"name": "Ann"}}}}</script></head>
<body><nav>Home</nav><article><h1>The ferry</h1><p>By Ann Lee, 25 January 2024</p><p>{SENTENCES}</p><p>It was closed on Monday.
The council said that it will stay closed for two years.</p><table><tr><td>1</td></tr></table></article></body></html>"""
PLAIN = f"The ferry\nBy Ann Lee\nJanuary 25, 2024 5 mins read\n\n{SENTENCES}\n\nShare this\nRelated Articles\n"
MARKED = f"""---
title: The ferry
published: 2024-01-25
url: https://example.org/ferry
tags: [a, b]
---
# Times

**{SENTENCES}** [More](https://example.org)

- a
- b

| a | b |
|---|---|
| 1 | 2 |
"""
GOOD: dict[str, list[bytes]] = {
    ".txt": [PLAIN.encode(), SENTENCES.encode("utf-16"), SENTENCES.encode("cp1252")],
    ".md": [MARKED.encode()],
    ".html": [PAGE.encode()],
    ".pdf": [pdf(content=b"BT /F1 12 Tf 72 720 Td (The ferry to Kelm leaves at five.) Tj ET")],
    ".docx": [word(p("The ferry", '<w:pStyle w:val="Title"/>') + p(SENTENCES))],
    ".epub": [epub({"a.xhtml": f"<h1>The ferry</h1><p>{SENTENCES}</p>"})],
}
VALUES: st.SearchStrategy[File] = st.sampled_from(sorted(GOOD)).flatmap(
    lambda ending: st.tuples(st.just(ending), spoiled(GOOD[ending]))
)


@contextmanager
def opened() -> Iterator[Callable[[File], None]]:
    with fresh_folder() as folder, open_desk(folder, default_thresholds()) as desk:

        def read(ending: str, data: bytes) -> None:
            try:
                draft = desk.read(data, f"a{ending}", SHARED, Details()).draft
            except ArticleRefused as refused:
                is_worded(refused)
                return
            [kept] = desk.library.put([replace(draft, id="one")], "fuzz", SHARED)
            assert kept.outcome is not Outcome.DUPLICATE
            article = desk.library.article(SHARED, "one")
            assert article.text == draft.text
            assert all(article.text[start:end].strip() for start, end in article.sentences)

        yield lambda file: in_time(lambda: read(*file), len(file[1]))
