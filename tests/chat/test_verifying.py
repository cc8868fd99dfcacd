"""Does a pasted quote stand in an article? Over the wire."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands.verifying import verdict_message
from bot.chat.limits import MAX_CONTENT, MAX_CUSTOM_ID, fits
from bot.model import SHARED, Altered, Change, Draft, Excerpt, Shelf, Source, Unfound, Verbatim, Verdict
from bot.reply import words_for
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Message, World
from tests.chat.loopback.channels import Channel
from tests.chat.loopback.people import Person
from tests.chat.rendering import rendered
from tests.hostile import QUICK, TEXTS

SENTENCE = "The United States has about 2,500 troops in Iraq."
URL = "https://example.org/troops"
TODAY = date(2026, 1, 25)


@pytest.fixture
def bot(world: World, start: Start) -> Running:
    """As in other stories, but one may ask often: a quote counts for several questions."""
    made = start(world, person_questions_per_minute=100)
    made.add(TROOPS, "US troops in Iraq", published="2024-01-25", source="Daily News", url=URL)
    return made


@pytest.fixture
def alice(world: World) -> Person:
    return world.person("Alice")


@pytest.fixture
def general(world: World, alice: Person) -> Channel:
    return world.guild("Town", alice).channel("general")


def verified(person: Person, channel: Channel, text: str) -> Message:
    return person.slash(channel, "verify", text=text).reply()


def test_a_true_quote_is_shown_with_article_date_and_a_link_that_opens_at_it(
    bot: Running, alice: Person, general: Channel
) -> None:
    told = alice.slash(general, "verify", text=f"“{SENTENCE}”")
    assert not told.ephemeral
    above, quote, below = told.reply().content.split("\n")
    assert (above, quote) == ("Word for word:", f"> {SENTENCE}")
    fragment = "The%20United%20States%20has%20about%202%2C500%20troops%20in%20Iraq"
    link = f"[US troops in Iraq](<{URL}#:~:text={fragment}>)"
    assert re.fullmatch(rf"-# 25 Jan 2024 \(\d+ years old\) · {re.escape(link)} · Daily News", below)
    assert told.reply().buttons == ["Context"]


def test_only_who_pasted_it_sees_the_verdict_if_they_want_it_so(bot: Running, alice: Person, general: Channel) -> None:
    told = alice.slash(general, "verify", text=SENTENCE, private=True)
    assert told.ephemeral
    assert told.reply().content.startswith("Word for word:")


def test_the_context_of_a_true_quote_is_its_paragraph(bot: Running, alice: Person, general: Channel) -> None:
    answer = verified(alice, general, SENTENCE)
    shown = alice.presses(answer, "Context")
    assert shown.ephemeral
    assert f"> **{SENTENCE}**" in shown.reply().content
    assert "They advise the Iraqi army." in shown.reply().content


def test_a_part_of_a_sentence_stands_in_bold_within_all_of_it(bot: Running, alice: Person, general: Channel) -> None:
    above, quote, _ = verified(alice, general, "has about 2,500 troops").content.split("\n")
    assert above == "Word for word, but only a part. The whole sentence:"
    assert quote == "> The United States **has about 2,500 troops** in Iraq."


def test_what_an_ellipsis_leaves_out_is_said_and_not_bold(bot: Running, alice: Person, general: Channel) -> None:
    answer = verified(alice, general, "The United States has … troops in Iraq.")
    assert "> **The United States has** about 2,500 **troops in Iraq.**" in answer.content
    assert answer.content.endswith("-# Left out: “about 2,500”")


def test_other_articles_with_the_same_words_are_counted_and_shown_on_a_button(
    bot: Running, alice: Person, general: Channel
) -> None:
    bot.add(f"{SENTENCE} So it was said.", "Another")
    bot.add(f"{SENTENCE} It was so.", "A third")
    answer = verified(alice, general, SENTENCE)
    assert answer.content.endswith("-# 2 more articles have the same words.")
    assert answer.buttons == ["Context", "Other sources"]
    others = alice.presses(answer, "Other sources").reply().content
    assert others.count(f"> {SENTENCE}") == 2


def test_a_changed_quote_gets_the_nearest_sentence_the_words_in_bold_and_the_differences(
    bot: Running, alice: Person, general: Channel
) -> None:
    answer = verified(alice, general, "The United States has over 9,000 troops in Iraq.")
    above, quote, below = answer.content.split("\n")
    assert above == "Not word for word: the article says “about 2,500”, not “over 9,000”."
    assert quote == "> The United States has **about 2,500** troops in Iraq."
    assert "25 Jan 2024" in below
    assert f"{URL}#:~:text=The%20United" in below
    assert "**" in alice.presses(answer, "Context").reply().content
    several = verified(alice, general, "The United States had about 2,500 soldiers in Iraq.").content.split("\n")
    assert several[0] == "Not word for word. The nearest sentence:"
    assert several[3:] == ["• The article says “has”, not “had”.", "• The article says “troops”, not “soldiers”."]


def test_a_quote_that_no_article_has_is_said_so_with_what_is_near_on_a_button(
    bot: Running, alice: Person, general: Channel
) -> None:
    answer = verified(alice, general, "Many troops in Iraq would rather be painting in Florence with Leonardo")
    assert answer.content == "No article says that.\n-# /sources list shows what I have read."
    assert answer.buttons == ["Related passages"]
    shown = alice.presses(answer, "Related passages")
    assert shown.ephemeral
    assert f"> {SENTENCE}" in shown.reply().content
    nothing = verified(alice, general, "Mona Lisa")
    assert nothing.content.startswith("No article says that, nor anything near it.")
    assert nothing.buttons == []


def test_nothing_to_look_up_is_refused_in_a_sentence(bot: Running, alice: Person, general: Channel) -> None:
    assert "nothing in this quote to look it up by" in verified(alice, general, "?!…").content
    assert "no quote" in verified(alice, general, "   ").content
    forced = alice.slash(general, "verify", text="oak " * 1_500, forced=True).reply()
    assert "4,000 is the most" in forced.content


def test_verifying_counts_as_three_questions(world: World, start: Start, alice: Person, general: Channel) -> None:
    start(world, person_questions_per_minute=4)
    verified(alice, general, "Mona Lisa")
    alice.slash(general, "ask", question="Who painted it?").reply()
    assert "You can ask again in" in verified(alice, general, "Mona Lisa").content
    assert "You can ask again in" in alice.slash(general, "ask", question="Who painted it?").reply().content


def test_a_quote_is_looked_for_in_what_is_seen_from_there_and_nowhere_else(
    world: World, bot: Running, alice: Person, general: Channel
) -> None:
    assert general.guild is not None
    secret = "The treasure of the town lies under the old oak tree."
    shelf = Shelf(f"guild:{general.guild.id}")
    bot.desk.library.put([Draft(shelf, "Treasure", secret, "treasure")])
    elsewhere = world.guild("Elsewhere", alice).channel("general")
    for channel in (elsewhere, world.dm(alice)):
        for text in (secret, "The treasure of the town lies under the young oak tree.", "The oak tree of the town"):
            answer = verified(alice, channel, text)
            assert answer.content.startswith("No article says that")
            assert "Treasure" not in answer.content
        assert verified(alice, channel, SENTENCE).content.startswith("Word for word:")
    answer = verified(alice, general, secret)
    assert answer.content.startswith("Word for word:")
    [stolen] = [part["custom_id"] for part in answer.parts() if part.get("custom_id")]
    other = verified(alice, elsewhere, SENTENCE)
    for custom_id in (stolen, stolen.replace("context:", "related:"), stolen.replace("context:", "others:")):
        told = alice.presses(other, custom_id=custom_id, forced=True).reply()
        assert "has been removed since" in told.content
        assert "oak" not in told.text


def test_a_server_without_the_shared_articles_is_told_nothing_of_them(
    bot: Running, alice: Person, general: Channel
) -> None:
    assert general.guild is not None
    bot.servers.change_settings(general.guild.id, "discord:1", shared_corpus=False)
    for text in (SENTENCE, SENTENCE.replace("about", "over")):
        answer = verified(alice, general, text)
        assert answer.content.startswith("No article says that, nor anything near it.")
        assert answer.buttons == []


def test_the_buttons_say_so_when_the_article_was_removed_meanwhile(
    bot: Running, alice: Person, general: Channel
) -> None:
    answer = verified(alice, general, SENTENCE)
    [about] = bot.desk.library.sources(SHARED, "", 1, 1).sources
    bot.desk.library.remove(SHARED, [about.id])
    assert "has been removed since" in alice.presses(answer, "Context").reply().content
    assert verified(alice, general, SENTENCE).content.startswith("No article says that")


def test_whoever_reads_spanish_is_told_in_spanish(world: World, bot: Running, general: Channel) -> None:
    ana = world.person("Ana", "es-ES")
    assert general.guild is not None
    general.guild.add(ana)
    answer = ana.slash(general, "verificar", texto=SENTENCE.replace("about", "over"), privada=True)
    assert answer.ephemeral
    above, quote, below = answer.reply().content.split("\n")
    assert above == "No es literal: el artículo dice «about», no «over»."
    assert quote == "> The United States has **about** 2,500 troops in Iraq."
    assert "25 ene 2024" in below


def test_what_was_pasted_and_what_an_article_says_do_nothing_in_a_message(
    world: World, bot: Running, alice: Person, general: Channel
) -> None:
    wild = (
        "**Wild** @everyone <@1> said [free](https://evil.example) and ||hidden|| things about the `ferry` > # today."
    )
    bot.add(f"{wild} It went on.", "**[x](https://evil.example)** <@&1>", source="@here")
    for text in (wild, wild.replace("things", "<@2> **nothing** @everyone https://evil.example")):
        shown = rendered(verified(alice, general, text).content)
        assert {kind for kind, _ in shown.active} <= {"quote", "bold", "subtext"}
        assert wild.replace("**Wild**", "Wild") in shown.text or wild in shown.text
    assert world.pings == []


def test_long_quotes_with_many_differences_fit_a_message(bot: Running, alice: Person, general: Channel) -> None:
    words = ["".join(letters) for letters in product("bcd", "aeiou", "lmn", "aeiou", "rst")][:600]
    bot.add(" ".join(words) + ".", "*" * 300, url="https://example.org/" + "x" * 480, source="*" * 300)
    for step in (7, 4):
        changed = ["x" + word[2:] if n % step == 0 else word for n, word in enumerate(words)]
        answer = verified(alice, general, " ".join(changed)[:3_990])
        assert answer.content.startswith("Not word for word.")
        assert answer.content.count("\n• The article says") >= 3
        assert re.search(r"\n-# \d+ more differences\.$", answer.content)
        assert fits(answer.content, MAX_CONTENT)
    whole = verified(alice, general, " ".join(words) + ".")
    assert whole.content.startswith("Word for word:")
    assert alice.presses(whole, "Context").reply().attachments[0].filename == "context.txt"


# Whatever there is


def excerpt(about: Source, text: str) -> Excerpt:
    return Excerpt(about, 0, len(text), text)


@QUICK
@given(TEXTS.filter(bool), TEXTS.filter(bool), st.sampled_from(["en", "es"]), st.integers(0, 60))
def test_whatever_is_pasted_and_found_a_message_holds(said: str, pasted: str, language: str, changes: int) -> None:
    url = "https://example.org/" + "x" * 400
    added = datetime(2024, 1, 25, tzinfo=UTC)
    about = Source("a", SHARED, said[:300], pasted[:300], url, date(1900, 1, 1), "en", (), added)
    here = excerpt(about, said)
    half = Excerpt(about, 0, max(1, len(said) // 2), said[: max(1, len(said) // 2)])
    change = Change(pasted, 0, len(pasted), said, 0, len(said))
    verdicts: list[Verdict] = [
        Verbatim(pasted, here, here),
        Verbatim(pasted, half, here, (half,) * changes, (here,) * changes),
        Altered(
            pasted, half, here, (change, replace(change, pasted=""), replace(change, article="")) * (changes + 1), 0.7
        ),
        Unfound(pasted, (here,) * 3),
        Unfound(pasted, ()),
    ]
    for verdict in verdicts:
        message = verdict_message(words_for(language), verdict, TODAY)
        assert message.content
        assert fits(message.content, MAX_CONTENT)
        assert all(fits(str(item.custom_id), MAX_CUSTOM_ID) for item in message.items)  # type: ignore[attr-defined]
