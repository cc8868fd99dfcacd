"""What was handed in, as an article: a typed text, a file, a page, or an article that is changed."""

from dataclasses import replace
from pathlib import PurePath

from bot.chat.previews import Document, Form
from bot.desk import Desk
from bot.errors import ArticleRefused, Gone, InputRefused
from bot.gathering import READABLE, Gathered, told_kind
from bot.intake import KINDS, Details
from bot.intake.dates import read_date
from bot.intake.decode import decode
from bot.intake.drafts import read_url
from bot.intake.parsing.kinds import ZIP_MARK
from bot.model import Article, DateFrom, Draft, OwnOnly, Shelf

MANY = frozenset((".jsonl", ".ndjson"))
"""Endings of files with an article a line."""


def understood(desk: Desk, shelf: Shelf, form: Form) -> Gathered:
    """The article that a form describes; a document or a page is read, unless it was before.

    Raises ArticleRefused, FetchRefused, InputRefused, and Gone where it changes an article that has gone.
    """
    said = details(form)
    if form.key:
        return changed(desk, own_by_key(desk, shelf, form.key), form, said)
    if form.read is not None:
        return retold(desk, form.read, said)
    if form.page:
        return desk.gatherer.page(form.page, shelf, said)
    if form.document is not None:
        return read(desk, shelf, form.document, said)
    return typed(desk.compose(form.text or "", shelf, said))


def details(form: Form) -> Details:
    """What was typed besides the text."""
    return Details(
        title=form.title.strip() or None,
        source=form.source.strip() or None,
        url=form.link.strip() or None,
        published=form.date.strip() or None,
    )


def check(form: Form) -> None:
    """Raises ArticleRefused for what was typed besides the text, before anything is fetched or read for it."""
    said = details(form)
    read_date(said.published)
    read_url(said.url)


def is_sound(form: Form) -> bool:
    try:
        check(form)
    except ArticleRefused:
        return False
    return True


def read(desk: Desk, shelf: Shelf, document: Document, said: Details) -> Gathered:
    """The article in a document. Raises ArticleRefused, InputRefused."""
    if PurePath(document.name).suffix.lower() in MANY:
        raise InputRefused("This is a file of many articles: /article import takes it.")
    if document.data.startswith(ZIP_MARK) and is_text(document):
        raise InputRefused("This is a ZIP archive: /article import takes the articles in it.")
    gather = desk.gatherer.whole if document.whole else desk.gatherer.document
    return gather(document.data, document.name, shelf, said)


def is_text(document: Document) -> bool:
    """Whether it is to be read as a text."""
    return told_kind(document.data, document.name) is None


def retold(desk: Desk, before: Gathered, said: Details) -> Gathered:
    """What was understood before, with other details: its text, and what no form shows, stay."""
    draft = before.draft
    kept = Details(
        id=draft.id, tags=draft.tags, language=draft.language, author=draft.author, pages=list(draft.pages) or None
    )
    told = desk.compose(draft.text, draft.shelf, said.over(kept))
    dated = before.dated if told.published == draft.published else typed(told).dated
    return replace(before, draft=told, dated=dated)


def changed(desk: Desk, article: Article, form: Form, said: Details) -> Gathered:
    """What takes the place of an article, with the tags and, where the text stays, the language of that."""
    about = article.about
    said = replace(said, id=about.id, tags=about.tags)
    if form.read is not None:
        return retold(desk, form.read, said)
    if form.document is not None:
        return read(desk, about.shelf, form.document, said)
    return typed(retyped(desk, article, form, said))


def typed(draft: Draft) -> Gathered:
    """An article that was typed, its date too."""
    return Gathered(draft, dated=None if draft.published is None else DateFrom.GIVEN)


def retyped(desk: Desk, article: Article, form: Form, said: Details) -> Draft:
    """The draft of an article that was changed by its form."""
    about = article.about
    if form.text is None or normal(form.text) == normal(article.text):
        kept = Details(language=about.language, author=about.author, pages=list(article.pages) or None)
        return desk.compose(article.text, about.shelf, said.over(kept))
    return desk.compose(form.text, about.shelf, said.over(Details(author=about.author)))


def normal(text: str) -> str:
    """A text without what a form changes by itself: line breaks, and white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def own_by_key(desk: Desk, shelf: Shelf, key: str) -> Article:
    """The article of this very shelf that a form or a button names. Raises Gone."""
    found = desk.library.recall(OwnOnly(shelf), [key])
    if key not in found:
        raise Gone("That article has been removed since. /article restore brings it back.")
    return found[key]


def filled(form: Form, what: Gathered) -> Form:
    """The form with all that was understood, so that *Edit* shows what can be put right, and nothing is read again.

    The bytes of a text stay, for *Keep all text*; those of any other document have said all that they can.
    """
    draft, document = what.draft, form.document
    return replace(
        form,
        title=draft.title,
        link=draft.url or "",
        date=draft.published.isoformat() if draft.published else "",
        source=draft.source or "",
        page="",
        document=document if document and is_text(document) else None,
        read=what if document or form.page or form.read else None,
    )


def put_right(form: Form) -> tuple[Form, ...]:
    """The form that *Edit* opens after a refusal: none where no form helps.

    Of a page that can't be read, a person may type the text; of a document that can't, nobody will.
    """
    if form.page:
        by_hand = replace(form, page="", text="", link=form.link or form.page)
        return (by_hand if is_sound(form) else form,)
    document = form.document
    if document is None or form.read is not None:
        return (form,)
    typed_wrong = not is_text(document) and not is_sound(form)
    return (form,) if typed_wrong or is_readable(document) else ()


def is_readable(document: Document) -> bool:
    """Whether it is a text, which is only refused for what is said of it."""
    if not is_text(document) or PurePath(document.name).suffix.lower() not in KINDS:
        return False
    try:
        decode(document.data)
    except ArticleRefused:
        return False
    return True


def looks_readable(name: str) -> bool:
    """Whether a file's name has an ending of what can be read."""
    suffix = PurePath(name).suffix.lower()
    return bool(suffix) and suffix in READABLE
