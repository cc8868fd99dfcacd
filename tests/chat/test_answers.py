"""The buttons below an answer, pressed by friends, by strangers, after a restart, and after the article has changed."""

import base64

import pytest

from bot.chat.references import PACKED, PERSON, Reference, pack, reference
from bot.intake import Details
from bot.model import Quote, Shelf
from tests.chat.conftest import Running, Start
from tests.chat.loopback import Message, World
from tests.chat.scenes import QUESTION, SENTENCE, Town, held, quotes, seen, town_in, until

GONE = "That article has been removed since. Ask again to see what there is now."
CHANGED = "This article has changed since; that sentence is no longer where it was."
EARLIER = "This button is of an earlier version of mine. Ask again, and it will work."
FERRIES = (
    "The big ferry to Bergen takes 1,500 passengers.",
    "The old ferry of Bergen takes 900 passengers and 40 cars.",
    "The small ferry to Bergen takes 300 passengers.",
)


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def add_ferries(bot: Running, shelf: Shelf) -> list[str]:
    """Three articles that have something to say of ferries; their ids."""
    return [
        bot.add(text, f"Ferry {n}", shelf, published=f"202{n}-05-01", url=f"https://example.org/{n}")
        for n, text in enumerate(FERRIES)
    ]


def ask_for_ferries(town: Town) -> Message:
    return town.asks("how many passengers does the ferry to Bergen take?")


# Context


def test_context_shows_the_paragraph_with_the_sentence_marked_to_who_pressed_only(bot: Running, town: Town) -> None:
    pressed = town.bob.presses(town.asks(), "Context")
    assert pressed.acknowledged.kind == "deferred"
    assert pressed.ephemeral
    shown = seen(pressed.reply())
    assert shown.of("quote") == [f"{SENTENCE} They advise the Iraqi army."]
    assert shown.of("bold") == [SENTENCE]
    assert "US troops in Iraq · Daily News" in shown.text


def test_context_of_a_verse_keeps_its_lines(bot: Running, town: Town) -> None:
    bot.add("Roses are red,\nviolets are blue;\nthe gizmo of Wonderland weighs 17 tons.", "Verse", town.shelf)
    answer = town.asks("how many tons does the gizmo of Wonderland weigh?")
    [quote] = seen(town.bob.presses(answer, "Context").reply()).of("quote")
    assert "violets are blue;\n" in quote


def test_context_of_a_long_paragraph_is_cut_between_words(bot: Running, town: Town) -> None:
    around = "Nothing much is told of the harbour there. " * 40
    bot.add(f"{around}The gizmo of Wonderland weighs 17 tons. {around}", "Long", town.shelf)
    answer = town.asks("how many tons does the gizmo of Wonderland weigh?")
    [quote] = seen(town.bob.presses(answer, "Context").reply()).of("quote")
    assert quote.startswith("…")
    assert quote.endswith("…")
    assert set(quote.strip("…").split()) <= set(f"{around} The gizmo of Wonderland weighs 17 tons.".split())


# Other sources, and what is related


def test_other_sources_shows_the_runners_up_with_their_dates(bot: Running, town: Town) -> None:
    add_ferries(bot, town.shelf)
    answer = ask_for_ferries(town)
    pressed = town.bob.presses(answer, "Other sources")
    assert pressed.ephemeral
    shown = seen(pressed.reply())
    assert shown.text.startswith("Also found, less likely:\n")
    assert set(shown.of("quote")) | set(quotes(answer)[:1]) == set(FERRIES)
    assert [year in shown.text + seen(answer).text for year in ("2020", "2021", "2022")] == [True] * 3


def test_related_passages_are_offered_where_nothing_answers(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", answer_threshold=1)
    silent = town.asks()
    assert silent.buttons == ["Related passages"]
    shown = seen(town.bob.presses(silent, "Related passages").reply())
    assert shown.text.startswith("Related, but not an answer:\n")
    assert SENTENCE in shown.of("quote")


def test_other_sources_leaves_out_what_has_gone_and_what_has_changed(bot: Running, town: Town) -> None:
    ids = add_ferries(bot, town.shelf)
    answer = ask_for_ferries(town)
    led = FERRIES.index(quotes(answer)[0])
    removed, changed = (n for n in range(3) if n != led)
    bot.desk.library.remove(town.shelf, [ids[removed]])
    assert quotes(town.bob.presses(answer, "Other sources").reply()) == [FERRIES[changed]]
    bot.desk.add(b"Something else.", "b.txt", town.shelf, Details(id=ids[changed], title="Other"))
    assert "changed or been removed since" in town.bob.presses(answer, "Other sources").reply().content


# Later


def test_all_buttons_work_after_a_restart(world: World, bot: Running, start: Start, town: Town) -> None:
    add_ferries(bot, town.shelf)
    answer = ask_for_ferries(town)
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    bot.stop()
    again = start(world)
    assert quotes(town.alice.presses(answer, "Context").reply())
    assert quotes(town.alice.presses(answer, "Other sources").reply())
    assert town.bob.presses(answer, "Not helpful").reply().content == "Thanks. Counted."
    form = town.alice.presses(answer, "Not helpful").modal()
    assert town.alice.submits(form, {"why": "too old"}).reply().content == "Thanks. Counted."
    assert again.servers.marks(town.guild.id, answer.id) == 2


def test_context_says_so_when_its_article_was_removed(bot: Running, town: Town) -> None:
    [gone, *_] = [bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries", town.shelf)]
    answer = ask_for_ferries(town)
    bot.desk.library.remove(town.shelf, [gone])
    assert town.bob.presses(answer, "Context").reply().content == GONE
    bot.desk.library.restore(town.shelf, [gone])
    assert quotes(town.bob.presses(answer, "Context").reply())


def test_context_says_so_when_its_article_was_edited(bot: Running, town: Town) -> None:
    id = bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries", town.shelf)
    answer = ask_for_ferries(town)
    bot.desk.add(b"The ferry to Bergen takes 1,700 passengers.", "a.txt", town.shelf, Details(id=id, title="Ferries"))
    assert town.bob.presses(answer, "Context").reply().content == CHANGED


def test_an_article_that_is_no_longer_shared_is_no_longer_shown(bot: Running, town: Town) -> None:
    answer = town.asks()
    bot.servers.change_settings(town.guild.id, "discord:1", shared_corpus=False)
    assert town.bob.presses(answer, "Context").reply().content == GONE


# Not helpful


def test_not_helpful_opens_a_form_for_who_asked_and_counts_once(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", keep_gaps=True)
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    form = town.alice.presses(answer, "Not helpful").modal()
    assert (form.title, [field.required for field in form.fields]) == ("Not helpful", [False])
    assert town.alice.submits(form, {"why": "**old** @everyone"}).reply().content == "Thanks. Counted."
    again = town.alice.presses(answer, "Not helpful")
    assert again.reply().content == "You have said so already; it is counted."
    assert bot.servers.marks(town.guild.id, answer.id) == 1
    [gap] = bot.servers.gaps(town.guild.id, 1, 10).gaps
    assert (gap.question, gap.not_helpful, gap.reasons) == (QUESTION, 1, ("**old** @everyone",))


def test_not_helpful_counts_others_once_without_a_form(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", keep_gaps=True)
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    said = [town.bob.presses(answer, "Not helpful").reply().content for _ in range(3)]
    assert said == ["Thanks. Counted."] + ["You have said so already; it is counted."] * 2
    assert bot.servers.marks(town.guild.id, answer.id) == 1
    [gap] = bot.servers.gaps(town.guild.id, 1, 10).gaps
    assert gap.not_helpful == 1


def test_an_answer_that_is_not_known_any_more_is_not_said_to_be_counted(bot: Running, town: Town) -> None:
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    bot.servers.forget_answer(town.guild.id, answer.id)
    for person in (town.alice, town.bob):
        assert person.presses(answer, "Not helpful").reply().content == "That answer is too old to be counted."


def test_answers_in_direct_messages_and_private_ones_can_be_marked(world: World, bot: Running, town: Town) -> None:
    direct = town.alice.says(world.dm(town.alice), QUESTION).answer()
    private = town.alice.slash(town.channel, "ask", question=QUESTION, private=True).reply()
    for server, answer in ((None, direct), (town.guild.id, private)):
        until(lambda: bool(bot.servers.answer(server, answer.id)), "the answer to be noted")
        assert quotes(town.alice.presses(answer, "Context").reply())
        form = town.alice.presses(answer, "Not helpful").modal()
        assert town.alice.submits(form).reply().content == "Thanks. Counted."
        assert bot.servers.marks(server, answer.id) == 1


# Strangers


def test_a_button_of_one_server_shows_nothing_on_another(world: World, bot: Running, town: Town) -> None:
    bot.add("The secret harbour has 17 cranes.", "Harbour", town.shelf)
    answer = town.asks("how many cranes has the secret harbour?")
    other = town_in(world)
    elsewhere = other.asks()
    for part in answer.parts():
        if part.get("custom_id") and not part["custom_id"].startswith("unhelpful"):
            pressed = other.alice.presses(elsewhere, custom_id=part["custom_id"], forced=True)
            assert pressed.reply().content == GONE
    stolen = next(part["custom_id"] for part in answer.parts() if part.get("custom_id", "").startswith("unhelpful"))
    other.alice.presses(elsewhere, custom_id=stolen, forced=True).reply()
    assert bot.servers.marks(town.guild.id, answer.id) == 0


def test_the_reason_for_an_answer_of_another_server_is_kept_nowhere(world: World, bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", keep_gaps=True)
    answer = town.asks()
    other = town_in(world)
    bot.servers.change_settings(other.guild.id, "discord:1", keep_gaps=True)
    mine = other.asks()
    until(lambda: bool(bot.servers.answer(other.guild.id, mine.id)), "the answer to be noted")
    form = other.alice.presses(mine, "Not helpful").modal()
    form.custom_id = f"why:{other.alice.id}.{answer.id}"
    said = other.alice.submits(form, {"why": "spam"}, forced=True).reply()
    assert said.content == "You have not marked that answer. Press the button below it first."
    assert bot.servers.gaps(town.guild.id, 1, 10).total == 0
    [own] = bot.servers.gaps(other.guild.id, 1, 10).gaps  # pressing the button has counted it
    assert own.reasons == ()


def test_only_who_asked_and_has_marked_the_answer_says_what_was_wrong_with_it(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", keep_gaps=True)
    answer, other = town.asks(), town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    until(lambda: bool(bot.servers.answer(town.guild.id, other.id)), "the other one to be noted")
    form = town.alice.presses(answer, "Not helpful").modal()
    own = form.custom_id
    stolen = own.replace(str(town.alice.id), str(town.bob.id))
    for custom_id, said in (
        (stolen, "Only who asked can say what was wrong with the answer."),
        (own.replace(str(answer.id), str(other.id)), "You have not marked that answer."),
        ("why:", EARLIER),
    ):
        form.custom_id = custom_id
        assert town.alice.submits(form, {"why": "spam"}, forced=True).reply().content.startswith(said)
    [gap] = bot.servers.gaps(town.guild.id, 1, 10).gaps
    assert gap.reasons == ()


def forged() -> list[str]:
    """Payloads that nobody but a stranger sends."""
    everything = Reference("AAAAAAAA", 0, 2**24 - 1, 0)
    return [
        "", ":", "x", "=", "é", "A" * 90, "\x00", "AAAA",
        pack([everything]),
        base64.urlsafe_b64encode(b"\xff" * PACKED.size * 4).decode(),
        base64.urlsafe_b64encode(b"\xff" * (PACKED.size + PERSON.size)).decode(),
    ]  # fmt: skip


def test_forged_buttons_get_a_sentence_and_leave_no_trace_in_the_log(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    capfd.readouterr()
    for name in ("context", "others", "related", "unhelpful", "why", "nonsense", ""):
        for payload in forged():
            person = world.person("Mallory")  # one person may not press that often
            town.guild.add(person)
            pressed = person.presses(answer, custom_id=f"{name}:{payload}"[:100] or "x", forced=True)
            assert pressed.reply().content in (GONE, CHANGED, EARLIER, "Thanks. Counted.") or name in (
                "unhelpful",
                "why",
            )
    assert "failed" not in capfd.readouterr().out


def test_a_reference_to_any_part_of_an_article_is_shown_or_refused(bot: Running, town: Town) -> None:
    answer, article = town.asks(), next(iter(bot.desk.library.articles((), None, 1)))
    about, text = article.about, article.text
    whole = reference(Quote(about, 0, len(text), text, 0, 0))
    assert quotes(town.bob.presses(answer, custom_id=f"context:{pack([whole])}", forced=True).reply())
    beyond = Reference(about.key, len(text) + 5, len(text) + 50, reference(Quote(about, 0, 0, "", 0, 0)).check)
    pressed = town.bob.presses(answer, custom_id=f"context:{pack([beyond])}", forced=True)
    assert pressed.reply().content == CHANGED


def test_many_press_at_once(world: World, bot: Running, town: Town) -> None:
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    crowd = [world.person(f"Guest {n}") for n in range(30)]
    town.guild.add(*crowd)
    pressed = [person.presses(answer, "Context") for person in crowd]
    marked = [person.presses(answer, "Not helpful") for person in crowd]
    assert all(quotes(each.reply()) for each in pressed)
    assert {each.reply().content for each in marked} == {"Thanks. Counted."}
    assert bot.servers.marks(town.guild.id, answer.id) == len(crowd)


def test_one_person_who_presses_twice_at_once_is_counted_once(bot: Running, town: Town) -> None:
    answer = town.asks()
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    pressed = [town.bob.presses(answer, "Not helpful") for _ in range(5)]
    assert min(each.reply().content for each in pressed) == "Thanks. Counted."
    assert bot.servers.marks(town.guild.id, answer.id) == 1


# In time


def test_every_press_is_acknowledged_while_all_threads_are_busy(world: World, bot: Running, town: Town) -> None:
    add_ferries(bot, town.shelf)
    answer = ask_for_ferries(town)
    until(lambda: bool(bot.servers.answer(town.guild.id, answer.id)), "the answer to be noted")
    world.acknowledge_within_s = 1.0
    with held(bot):
        waiting = [town.alice.slash(town.channel, "ask", question=QUESTION) for _ in range(8)]
        pressed = [town.bob.presses(answer, label) for label in ("Context", "Other sources", "Not helpful")]
        form = town.alice.presses(answer, "Not helpful")
        for each in (*waiting, *pressed):
            assert each.acknowledged.kind == "deferred"
        assert form.acknowledged.kind == "modal"
        suggested = town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "US"})
        assert [choice.name for choice in suggested] == ["US troops in Iraq"]
    assert all(quotes(each.reply()) == [SENTENCE] for each in waiting)
    assert all(each.reply() for each in pressed)
