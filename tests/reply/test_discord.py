"""The words of the Discord front: within its limits in every language, and without the command line's."""

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from bot import reply
from bot.errors import (
    ArticleNotFound,
    ArticleRefused,
    BotError,
    Broken,
    DiskFull,
    FileRefused,
    LibraryDamaged,
    Phrase,
    WrongUse,
)
from bot.model import (
    SHARED,
    Abstention,
    Act,
    Altered,
    Article,
    Change,
    Draft,
    Excerpt,
    Order,
    Question,
    Shelf,
    Silence,
    Source,
    Totals,
    Unfound,
    Verbatim,
)
from bot.reply import Saying, Words, words_for
from bot.reply.discord import ACTS, COMMANDS, MENUS, ORDERS, OWN_WORDS
from bot.reply.words import languages
from tests.hostile import QUICK
from tests.reply.harm import WILD, is_harmless
from tests.reply.update_catalogues import WORDED, said_by, sentences
from tests.test_errors import made

NAME = re.compile(r"[-_\w]{1,32}")
"""Of commands and options, as Discord has it for the languages here."""
TODAY = date(2024, 2, 1)
ADDED = datetime(2024, 1, 25, tzinfo=UTC)
LANGUAGES = [words_for(each) for each in sorted(languages())]
ENGLISH, SPANISH = words_for("en"), words_for("es")
EACH = pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.tag)
SAYINGS = {name: each for name, each in vars(reply.discord).items() if isinstance(each, Saying)}


def path_in(words: Words, path: str) -> str:
    return " ".join(words(name) for name in path.split())


# Commands


@EACH
def test_the_names_of_commands_and_options_are_names_in_every_language(words: Words) -> None:
    for path in COMMANDS.keys() - MENUS:
        for name in path.split():
            assert NAME.fullmatch(words(name)), words(name)
            assert words(name) == words(name).lower()


@EACH
def test_no_two_commands_and_no_two_options_of_one_have_the_same_name(words: Words) -> None:
    counted = Counter(path_in(words, path) for path in COMMANDS)
    assert [path for path, n in counted.items() if n > 1] == []


@EACH
def test_descriptions_and_names_of_menus_fit(words: Words) -> None:
    assert {path: words(said) for path, said in COMMANDS.items() if not 0 < len(words(said)) <= 100} == {}
    assert {path for path in MENUS if len(words(COMMANDS[path])) > 32} == set()


def test_each_option_belongs_to_a_command_that_is_described() -> None:
    assert {path.rpartition(" ")[0] for path in COMMANDS.keys() - MENUS} - {""} <= set(COMMANDS)


@EACH
def test_a_command_that_a_sentence_names_has_the_name_of_that_language(words: Words) -> None:
    for sentence in sentences():
        for named in re.findall(r"(?<![\w/])/([a-z]+(?: [a-z-]+)?)", sentence):
            path = named if named in COMMANDS else named.split()[0]
            assert path in COMMANDS, sentence
            assert f"/{path_in(words, path)}" in words(sentence)


# Labels


@EACH
@pytest.mark.parametrize("name", SAYINGS)
def test_what_is_said_without_facts_is_one_harmless_line_without_fields(name: str, words: Words) -> None:
    said = SAYINGS[name](words)
    assert said == reply.printable(said)
    assert not re.search("[{}]", said)
    assert len(said) <= (45 if name.endswith(("_title", "_field")) else 100 if name.endswith("_hint") else 1_000)


@EACH
def test_the_labels_of_buttons_are_short(words: Words) -> None:
    buttons = ("context", "other_sources", "not_helpful", "related", "keep", "discard", "previous", "following",
               "go_to_page", "answer_this", "open_page", "ask_all")  # fmt: skip
    assert all(len(SAYINGS[name](words)) <= 30 for name in buttons)


def test_every_order_and_every_act_has_its_words() -> None:
    assert set(ORDERS) == set(Order)
    assert set(ACTS) == set(Act)


# Errors


def test_no_error_that_people_put_right_speaks_of_the_command_line_or_a_shelf() -> None:
    of_the_terminal = re.compile(r"\bbot [a-z]|--[a-z]|\bshelf\b")
    tree = [each.sentence for each in WrongUse.__subclasses__() if "sentence" in vars(each)]
    raised = said_by(dict.fromkeys(WORDED))
    assert len(tree) > 5
    assert len(raised) > 20
    told = [str(OWN_WORDS.get(template, template)) for template in (*tree, *raised)]
    assert [each for each in told if of_the_terminal.search(each)] == []


def test_each_of_the_fronts_own_words_replaces_a_sentence_that_is_said_and_has_no_other_fields() -> None:
    names = set(sentences())
    for template, own in OWN_WORDS.items():
        assert template in names
        assert set(re.findall(r"{(\w+)", own)) <= set(re.findall(r"{(\w+)", template))


def test_an_error_is_said_in_the_fronts_own_words_also_within_another() -> None:
    assert reply.discord.error(ENGLISH, ArticleNotFound("x", "guild:7")) == (
        "There is no article “x” here. /sources list shows what there is."
    )
    untitled = ArticleRefused("The article has no title. Give it one with --title.")
    assert (
        reply.discord.error(ENGLISH, FileRefused("a.md", untitled.reason))
        == "a.md: The article has no title. Give it one."
    )
    assert reply.discord.error(SPANISH, untitled) == "El artículo no tiene título. Ponle uno."


@QUICK
@given(WILD)
def test_errors_are_harmless_whatever_their_fields_hold(text: str) -> None:
    kinds: list[type[BotError]] = [*WrongUse.__subclasses__(), *Broken.__subclasses__()]
    problems = [made(kind, text) for kind in kinds]
    for words in LANGUAGES:
        for problem in [
            *problems,
            ArticleRefused("“{text}” is not a date. {example}", text=text, example=Phrase("{x}", x=text)),
        ]:
            assert is_harmless(reply.discord.error(words, problem))
            assert is_harmless(reply.discord.fault(words, problem, "A1"))


def test_a_fault_tells_no_folder_and_has_a_reference() -> None:
    for problem in (LibraryDamaged("/srv/secret", "broken"), DiskFull("/srv/secret"), ValueError("/srv/secret")):
        said = reply.discord.fault(ENGLISH, problem, "K7M2QX")
        assert "secret" not in said
        assert said.endswith("Reference: K7M2QX")
    assert "Nothing was changed" in reply.discord.fault(ENGLISH, DiskFull("/srv"), "K7M2QX")


# Sentences with facts


@EACH
@pytest.mark.parametrize("silence", Silence)
def test_an_abstention_names_no_command_of_the_terminal(silence: Silence, words: Words) -> None:
    said = reply.discord.abstention(words, Abstention(Question("q", "en", ()), silence, ("Foo",), (), 0.0))
    assert said
    assert "bot add" not in said


@QUICK
@given(WILD)
def test_what_strangers_wrote_is_harmless_in_every_sentence(text: str) -> None:
    about = Source("a", Shelf("guild:7"), text, text, None, None, text, (text,), ADDED)
    excerpt = Excerpt(about, 0, 1, text)
    altered = Altered(
        text,
        excerpt,
        excerpt,
        (Change(text, 0, 1, text, 0, 1), Change("", 0, 0, text, 0, 1), Change(text, 0, 1, "", 0, 0)),
        0.5,
    )
    verbatim = Verbatim(text, excerpt, excerpt, (excerpt,), (excerpt,))
    for words in LANGUAGES:
        said = [
            reply.discord.kept(words, text, 1),
            reply.discord.removed(words, text),
            reply.discord.restored(words, text),
            reply.discord.refused_line(words, 1, text),
            *reply.article_facts(words, Article(about, text, ()), TODAY).values(),
            *reply.draft_facts(words, Draft(SHARED, text, text, source=text, language=text), 1, text, TODAY).values(),
            *reply.differences(words, altered),
            *reply.omissions(words, verbatim),
            reply.elsewhere(words, verbatim),
        ]
        assert all(is_harmless(each) and len(each.splitlines()) <= 1 for each in said)


def test_what_became_of_an_import_is_said_in_one_sentence() -> None:
    assert reply.discord.imported(ENGLISH, 2500, 1, 0) == "2,500 articles added and 1 changed."
    assert reply.discord.imported(SPANISH, 1, 2, 3) == "1 artículo añadido, 2 cambiados y 3 sin cambios."
    assert reply.discord.imported(ENGLISH, 0, 0, 0) == "No article was added."


def test_a_refused_line_says_why_in_the_language_of_who_reads_it() -> None:
    refused = ArticleRefused("The article has no title. Give it one with --title.")
    assert (
        reply.discord.refused_line(ENGLISH, 1234, refused.reason)
        == "Line 1,234: The article has no title. Give it one."
    )
    assert reply.discord.refused_line(SPANISH, 3, str(refused)) == "Línea 3: El artículo no tiene título. Ponle uno."


def test_a_question_was_asked_once_or_several_times() -> None:
    assert reply.discord.times(ENGLISH, 1) == "asked once"
    assert reply.discord.times(SPANISH, 3) == "preguntada 3 veces"


# Facts


def test_the_facts_of_an_article_leave_out_what_is_not_known() -> None:
    about = Source("a", SHARED, "T", None, None, date(2021, 1, 25), "es", (), ADDED)
    assert reply.article_facts(ENGLISH, Article(about, "A. B.", ((0, 2), (3, 5))), TODAY) == {
        "Published": "25 January 2021 · 3 years old",
        "Language": "Spanish",
        "Sentences": "2",
        "Added": "25 January 2024",
    }


def test_the_facts_of_a_draft_end_with_its_first_sentence() -> None:
    facts = reply.draft_facts(SPANISH, Draft(SHARED, "T", "A.\nB", language="und"), 1200, "A\nb.", TODAY)
    assert list(facts.items()) == [
        ("Título", "T"), ("Publicado", "fecha desconocida"), ("Idioma", "lengua desconocida"), ("Frases", "1.200"), ("Primera frase", "A b.")
    ]  # fmt: skip


def test_the_facts_of_all_articles_name_the_languages_and_the_years() -> None:
    totals = Totals(2500, 60000, 9000, {"es": 2000, "en": 500}, date(2019, 5, 1), date(2024, 1, 25), ADDED)
    assert reply.totals_facts(ENGLISH, totals) == {
        "Articles": "2,500",
        "Sentences": "60,000",
        "Languages": "Spanish 2,000, English 500",
        "Published": "1 May 2019 – 25 January 2024",
        "Last added": "25 January 2024",
    }
    assert set(reply.totals_facts(ENGLISH, Totals(0, 0, 0, {}, None, None, None))) == {"Articles", "Sentences"}


# Verdicts


def excerpt(text: str, start: int = 0) -> Excerpt:
    return Excerpt(Source("a", SHARED, "T", None, None, None, "en", (), ADDED), start, start + len(text), text)


def test_a_verdict_says_word_for_word_in_part_or_not_at_all() -> None:
    whole = Verbatim("A b.", excerpt("A b."), excerpt("A b."))
    part = Verbatim("A b.", excerpt("A b."), excerpt("A b. C."))
    assert reply.verdict(ENGLISH, whole) == "Word for word:"
    assert reply.verdict(ENGLISH, part) == "Word for word, but only a part. The whole sentence:"
    assert reply.verdict(ENGLISH, Unfound("A", ())) == "No article says that, nor anything near it."
    assert reply.verdict(ENGLISH, Unfound("A", (excerpt("A b."),))) == "No article says that. What is nearest:"


def test_an_altered_quote_is_told_in_which_words_it_differs() -> None:
    changes = (Change("900", 0, 3, "2,500", 0, 5), Change("", 4, 4, "about", 6, 11), Change("only", 4, 8, "", 11, 11))
    altered = Altered("900 only", excerpt("2,500 about"), excerpt("2,500 about"), changes, 0.5)
    assert reply.verdict(ENGLISH, altered) == "Not word for word. The nearest sentence:"
    assert list(reply.differences(ENGLISH, altered)) == [
        "The article says “2,500”, not “900”.",
        "The article also has “about”.",
        "The article doesn't have “only”.",
    ]


def test_the_same_words_elsewhere_are_counted() -> None:
    whole = Verbatim("A b.", excerpt("A b."), excerpt("A b."))
    assert reply.elsewhere(ENGLISH, whole) == ""
    again = Verbatim("A b.", excerpt("A b."), excerpt("A b."), (excerpt("gap"),), (excerpt("A b."), excerpt("A b.")))
    assert reply.elsewhere(ENGLISH, again) == "2 more articles have the same words."
    assert list(reply.omissions(ENGLISH, again)) == ["Left out: “gap”"]
