"""Asking, over the wire: in all the ways in which one can, and what the answer looks like."""

import pytest

from bot.desk import MAX_QUESTION
from bot.model import SHARED, Shelf
from tests.chat.conftest import TROOPS, Running, Start
from tests.chat.loopback import Loopback, Message, World
from tests.chat.scenes import QUESTION, SENTENCE, Town, nothing_more, quotes, seen, town_in, years_since

NO_TEXT = "That message has no text to look up."
SOURCE = f"25 Jan 2024 ({years_since(2024, 1, 25)} years old) · US troops in Iraq · Daily News"


@pytest.fixture
def town(world: World) -> Town:
    return town_in(world)


def is_the_answer(message: Message) -> bool:
    return quotes(message) == [SENTENCE]


# Ways to ask


@pytest.mark.parametrize(
    "text",
    [
        "{bot} how many US troops are in Iraq?",
        "how many US troops, {bot}, are in Iraq?",
        "how many US troops are in Iraq? {bot}",
        "{bot} {bot} how many US troops are in Iraq?",
        "{bot}how many US troops are in Iraq?",
        "  {bot}\n\nhow many\nUS troops are in Iraq?",
    ],
)
def test_a_mention_asks_wherever_it_stands(bot: Running, town: Town, text: str) -> None:
    answer = town.alice.says(town.channel, text).answer()
    assert is_the_answer(answer)
    assert seen(answer).text.endswith(SOURCE)
    assert answer.buttons == ["Context", "Not helpful"]


def test_a_mention_in_its_older_form_asks_too(world: World, bot: Running, town: Town) -> None:
    asked = town.alice.says(town.channel, f"<@!{world.bot.id}> {QUESTION}")
    assert is_the_answer(asked.answer())


def test_a_slash_command_asks(bot: Running, town: Town) -> None:
    asked = town.alice.slash(town.channel, "ask", question=QUESTION)
    assert is_the_answer(asked.reply())
    assert not asked.ephemeral


def test_a_private_answer_is_seen_by_who_asked_only(bot: Running, town: Town) -> None:
    asked = town.alice.slash(town.channel, "ask", question=QUESTION, private=True)
    assert is_the_answer(asked.reply())
    assert asked.ephemeral
    assert not town.bob.sees(asked.reply())


def test_one_article_can_be_asked_by_its_suggested_title(bot: Running, town: Town) -> None:
    bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries")
    [choice] = town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "troops"})
    assert choice.name == "US troops in Iraq"
    asked = town.alice.slash(town.channel, "ask", question=QUESTION, article=choice.value)
    assert is_the_answer(asked.reply())
    [ferries] = town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "Ferr"})
    elsewhere = town.alice.slash(town.channel, "ask", question=QUESTION, article=ferries.value).reply()
    assert SENTENCE not in seen(elsewhere).text


def test_an_article_that_was_typed_and_not_chosen_is_said_not_to_be_there(bot: Running, town: Town) -> None:
    answer = town.alice.slash(town.channel, "ask", question=QUESTION, article="**no** such <@1>").reply()
    assert seen(answer).text == (
        "There is no article “**no** such <@1>” here. Begin to type its title and choose one from the list that opens, "
        "or see /sources list."
    )


def test_an_article_can_be_asked_by_its_title_in_full_or_in_part(bot: Running, town: Town) -> None:
    bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries")
    for title in ("US troops in Iraq", "us TROOPS  in iraq", "troops"):
        assert is_the_answer(town.alice.slash(town.channel, "ask", question=QUESTION, article=title).reply())


def test_an_article_that_does_not_answer_is_named_and_all_can_be_asked_with_a_button(bot: Running, town: Town) -> None:
    bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries")
    asked = town.alice.slash(town.channel, "ask", question=QUESTION, article="Ferries", private=True)
    answer = asked.reply()
    assert seen(answer).text == "“Ferries” doesn't answer that."
    pressed = town.alice.presses(answer, "Ask all articles")
    assert is_the_answer(pressed.reply())
    assert pressed.ephemeral
    public = town.alice.slash(town.channel, "ask", question=QUESTION, article="Ferries").reply()
    pressed = town.bob.presses(public, "Ask all articles")
    assert is_the_answer(pressed.reply())
    assert not pressed.ephemeral


def test_asking_all_articles_counts_as_asking(world: World, start: Start) -> None:
    bot, town = start(world, person_questions_per_minute=1), town_in(world)
    bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries")
    answer = town.alice.slash(town.channel, "ask", question="who is Xi?", article="Ferries").reply()
    assert town.alice.presses(answer, "Ask all articles").reply().content.startswith("That was a lot of questions.")


def test_a_question_that_no_button_holds_says_how_to_ask_all_articles(bot: Running, town: Town) -> None:
    bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries")
    question = f"{QUESTION} {'please ' * 20}"
    answer = town.alice.slash(town.channel, "ask", question=question, article="Ferries").reply()
    assert seen(answer).text == "“Ferries” doesn't answer that.\n/ask without “article” asks all of them."
    assert "Ask all articles" not in answer.buttons


def test_the_menu_of_a_message_asks_about_its_text(world: World, bot: Running, town: Town) -> None:
    claim = town.bob.says(town.channel, "US troops in Iraq: how many are there?")
    asked = town.alice.menu(town.channel, "Ask about this", claim)
    assert is_the_answer(asked.reply())


def test_links_in_a_question_are_not_looked_up(bot: Running, town: Town) -> None:
    asked = town.bob.says(town.channel, f"{QUESTION} https://sport.example/Mongolia/wrestling?x=y <http://a.example>")
    assert is_the_answer(town.alice.menu(town.channel, "Ask about this", asked).reply())
    silent = town.asks("what is Ulaanbaatar https://sport.example/wrestling?")
    assert seen(silent).text.startswith("No article answers that. None mentions “Ulaanbaatar”.\n")
    only = town.bob.says(town.channel, "https://sport.example/Mongolia")
    assert seen(town.alice.menu(town.channel, "Ask about this", only).reply()).text == NO_TEXT


def test_a_message_without_text_can_not_be_asked_about(bot: Running, town: Town) -> None:
    empty = town.bob.says(town.channel, "   ")
    asked = town.alice.menu(town.channel, "Ask about this", empty)
    assert seen(asked.reply()).text == NO_TEXT


def test_direct_messages_ask_without_a_mention(world: World, bot: Running, town: Town) -> None:
    direct = world.dm(town.alice)
    assert is_the_answer(town.alice.says(direct, QUESTION).answer())
    assert is_the_answer(town.alice.says(direct, f"{{bot}} {QUESTION}").answer())
    assert is_the_answer(town.alice.slash(direct, "ask", question=QUESTION).reply())


def test_direct_messages_see_the_shared_shelf_only(world: World, bot: Running, town: Town) -> None:
    bot.add("The secret harbour has 17 cranes.", "Harbour", town.shelf)
    assert quotes(town.asks("how many cranes has the secret harbour?")) == ["The secret harbour has 17 cranes."]
    answer = town.alice.says(world.dm(town.alice), "how many cranes has the secret harbour?").answer()
    assert "17" not in answer.content


def test_a_server_never_sees_the_articles_of_another(world: World, bot: Running, town: Town) -> None:
    other = town_in(world)
    article = bot.add("The secret harbour has 17 cranes.", "Harbour", town.shelf)
    question = "how many cranes has the secret harbour?"
    assert "17" not in other.asks(question).content
    assert "17" not in other.alice.slash(other.channel, "ask", question=question, article=article).reply().content
    assert other.alice.types(other.channel, "ask", "article", {"question": question, "article": "Harb"}) == []


def test_a_server_without_the_shared_shelf_is_answered_from_its_own(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", shared_corpus=False)
    bot.add("Town has 3,000 inhabitants.", "Town", town.shelf)
    assert SENTENCE not in town.asks().content
    assert quotes(town.asks("how many inhabitants has Town?")) == ["Town has 3,000 inhabitants."]
    assert town.alice.types(town.channel, "ask", "article", {"question": QUESTION, "article": "US"}) == []


def test_threads_are_answered_in(bot: Running, town: Town) -> None:
    assert is_the_answer(town.alice.says(town.channel.thread("Iraq"), f"{{bot}} {QUESTION}").answer())


# Replies


def test_a_reply_to_an_answer_keeps_the_article_in_view(bot: Running, town: Town) -> None:
    bot.add("The coalition of the parties was formed in 1952 in Oslo.", "Norway")
    bot.add("The coalition was formed in 1871 by five German parties.", "Germany")
    answer = town.asks()
    follow_up = town.bob.says(town.channel, "and when was the coalition formed?", reply_to=answer).answer()
    assert quotes(follow_up)[0] == "The coalition was formed in 2014."


def test_a_follow_up_about_something_else_is_answered_from_the_other_articles(bot: Running, town: Town) -> None:
    bot.add("The ferry to Iraq takes 1,500 passengers.", "Ferries")
    answer, question = town.asks(), "how many passengers does the ferry to Iraq take?"  # of which both know something
    follow_up = town.alice.says(town.channel, question, reply_to=answer).answer()
    assert quotes(follow_up)[0] == "The ferry to Iraq takes 1,500 passengers."


def test_a_follow_up_is_answered_when_its_article_has_gone(bot: Running, town: Town) -> None:
    gone = bot.add("The ferry to Bergen takes 1,500 passengers.", "Ferries", town.shelf)
    answer = town.asks("how many passengers does the ferry take?")
    bot.desk.library.remove(town.shelf, [gone])
    assert is_the_answer(town.alice.says(town.channel, QUESTION, reply_to=answer).answer())


def test_a_reply_without_a_ping_is_not_heard_without_the_intent(world: World, bot: Running, town: Town) -> None:
    answer = town.asks()
    silent = town.alice.says(town.channel, "and when was it formed?", reply_to=answer, ping=False)
    nothing_more(world, town)
    assert [each for each in town.channel.from_bot() if each.reference is silent] == []


def test_a_reply_with_nothing_but_a_mention_gets_help(bot: Running, town: Town) -> None:
    answer = town.asks()
    assert "mention me with your question" in town.alice.says(town.channel, "", reply_to=answer).answer().content


@pytest.mark.parametrize("text", ["thanks!", "lol that is old", "Iraq, right"])
def test_a_bare_reply_that_asks_nothing_gets_nothing(world: World, bot: Running, town: Town, text: str) -> None:
    answer = town.asks()
    said = town.bob.says(town.channel, text, reply_to=answer)
    nothing_more(world, town)
    assert [each for each in town.channel.from_bot() if each.reference is said] == []


def test_a_reply_without_a_question_mark_that_is_a_question_is_answered(bot: Running, town: Town) -> None:
    follow_up = town.bob.says(town.channel, "and when was the coalition formed", reply_to=town.asks())
    assert quotes(follow_up.answer()) == ["The coalition was formed in 2014."]


def test_a_follow_up_without_a_word_to_look_up_is_asked_to_say_more(bot: Running, town: Town) -> None:
    for text in ("why?", "{bot} and who?"):
        said = town.bob.says(town.channel, text, reply_to=town.asks()).answer()
        assert said.content == "Say again what it is about: I take each question by itself."


def test_who_only_greets_is_told_how_to_ask(world: World, bot: Running, town: Town) -> None:
    for said in (town.asks("good morning"), town.alice.says(world.dm(town.alice), "hey you").answer()):
        assert said.content.startswith("Ask me something: mention me with your question, or use /ask.")
    assert "No article answers that." in town.asks("good morning?").content


# With the message content intent


@pytest.fixture
def open_world(loopback: Loopback) -> World:
    return loopback.new_world(granted=("message_content",))


def with_content(world: World, start: Start) -> tuple[Running, Town]:
    bot = start(world, message_content=True)
    bot.add(TROOPS, "US troops in Iraq", published="2024-01-25")
    return bot, town_in(world)


def test_chosen_channels_answer_what_ends_in_a_question_mark(open_world: World, start: Start) -> None:
    bot, town = with_content(open_world, start)
    bot.servers.change_settings(town.guild.id, "discord:1", answer_channels=(town.channel.id,))
    elsewhere = town.guild.channel("elsewhere")
    ignored = [
        town.alice.says(town.channel, "US troops in Iraq."),
        town.alice.says(elsewhere, QUESTION),
        town.alice.says(town.channel, ""),
    ]
    assert is_the_answer(town.alice.says(town.channel, QUESTION).answer())
    assert is_the_answer(town.alice.says(town.channel, "**how many US troops are in Iraq?**  ").answer())
    assert is_the_answer(town.alice.says(town.channel.thread("Iraq"), QUESTION).answer())
    assert not [each for each in town.channel.from_bot() + elsewhere.from_bot() if each.reference in ignored]
    open_world.check()


def test_a_reply_without_a_ping_is_heard_with_the_intent(open_world: World, start: Start) -> None:
    _, town = with_content(open_world, start)
    answer = town.asks()
    follow_up = town.alice.says(town.channel, "when was the coalition formed?", reply_to=answer, ping=False)
    assert quotes(follow_up.answer()) == ["The coalition was formed in 2014."]
    open_world.check()


def test_without_the_intent_a_chosen_channel_stays_quiet_unless_mentioned(
    world: World, bot: Running, town: Town
) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", answer_channels=(town.channel.id,))
    quiet = town.alice.says(town.channel, QUESTION)
    assert is_the_answer(town.asks())
    assert [each.reference is quiet for each in town.channel.from_bot()] == [False]


# What is not answered


def test_no_bot_is_ever_answered(world: World, bot: Running, town: Town) -> None:
    robot = world.person("Robot")
    robot.user = type(robot.user)(robot.user.id, "Robot", bot=True)
    town.guild.add(robot)
    asked = robot.says(town.channel, f"{{bot}} {QUESTION}")
    nothing_more(world, town)
    assert [each for each in town.channel.from_bot() if each.reference is asked] == []


def test_no_webhook_is_ever_answered(world: World, bot: Running, town: Town) -> None:
    with world.lock:
        message = Message(world, world.ids.new(), town.channel, world.person("Hook").user, f"{world.bot.mention} who?")
        message.mentioned = [world.bot]
        shape = message.event_shape
        message.event_shape = lambda: shape() | {"webhook_id": str(message.id)}  # type: ignore[method-assign]
        world.post(message)
    nothing_more(world, town)
    assert town.channel.from_bot() == []


def test_a_mention_alone_gets_help(bot: Running, town: Town) -> None:
    answer = town.alice.says(town.channel, "{bot}").answer()
    assert seen(answer).text == (
        "Ask me something: mention me with your question, or use /ask. I quote the sentence that answers it, word for "
        "word, with its source. If no article answers it, I say so."
    )


def test_a_question_of_stop_words_gets_a_hint(bot: Running, town: Town) -> None:
    assert "no word to look up" in town.asks("what is it?").content
    assert "no word to look up" in town.asks("???").content


def test_a_question_as_long_as_a_message_is_answered(world: World, bot: Running, town: Town) -> None:
    text = ("how many US troops are in Iraq " * 80)[: 2_000 - len(world.bot.mention) - 1]
    assert quotes(town.asks(text))


def test_a_question_as_long_as_a_command_takes_is_answered(bot: Running, town: Town) -> None:
    text = ("how many US troops are in Iraq " * 80)[:MAX_QUESTION]
    assert quotes(town.alice.slash(town.channel, "ask", question=text).reply())


def test_one_long_word_that_no_article_holds_is_named_and_cut(bot: Running, town: Town) -> None:
    answer = town.asks("*" * 900 + "x" * 900 + "?")
    assert "No article answers that." in seen(answer).text


def test_people_are_asked_about_by_their_names(bot: Running, town: Town) -> None:
    bot.add("Bob has 17 ducks.", "Ducks", town.shelf)
    assert quotes(town.asks(f"how many ducks has {town.bob.mention} <:duck:1234567890>?")) == ["Bob has 17 ducks."]


def test_an_abstention_names_what_no_article_mentions_and_how_to_list_the_sources(bot: Running, town: Town) -> None:
    assert seen(town.asks("what is the capital of Mongolia?")).text == (
        "No article answers that. None mentions “capital” or “Mongolia”.\n/sources list shows what I have read."
    )


def test_an_empty_library_says_so(world: World, start: Start) -> None:
    start(world)
    assert "no articles to answer from yet" in town_in(world).asks().content


# Languages


def test_who_speaks_spanish_is_answered_in_spanish(bot: Running, world: World, town: Town) -> None:
    maria = world.person("María", "es-ES")
    town.guild.add(maria)
    asked = maria.slash(town.channel, "preguntar", pregunta=QUESTION)
    assert asked.reply().buttons == ["Contexto", "No me ayuda"]
    assert is_the_answer(asked.reply())
    assert seen(asked.reply()).text.endswith(
        f"25 ene 2024 (hace {years_since(2024, 1, 25)} años) · US troops in Iraq · Daily News"
    )
    pressed = maria.presses(town.asks(), "Context")
    assert quotes(pressed.reply())


def test_a_spanish_server_is_answered_in_spanish(bot: Running, world: World) -> None:
    town = town_in(world, locale="es-ES")
    assert town.asks().buttons == ["Contexto", "No me ayuda"]
    assert "Ningún artículo" in town.asks("¿cuál es la capital de Mongolia?").content


def test_where_no_language_is_known_that_of_the_question_is_spoken(world: World, bot: Running, town: Town) -> None:
    bot.add("El puente de Bilbao tiene 30 metros de largo.", "Bilbao", language="es")
    spanish = "¿dónde está la boda de la reina en Ulán Bator?"
    for said in (town.asks(spanish), town.alice.says(world.dm(town.alice), spanish).answer()):
        assert said.content.startswith("Ningún artículo responde a eso.")
    bot.servers.change_settings(town.guild.id, "discord:1", language="en")
    assert town.asks(spanish).content.startswith("No article answers that.")


def test_the_language_that_a_server_has_set_is_spoken_there(bot: Running, world: World, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", language="es")
    assert town.asks().buttons == ["Contexto", "No me ayuda"]
    answer = town.alice.slash(town.channel, "ask", question=QUESTION, article="none").reply()
    assert seen(answer).text.startswith("Aquí no hay ningún artículo «none».")


# Where it may not


@pytest.mark.parametrize("denied", ["view_channel", "send_messages"])
def test_it_is_quiet_where_it_may_not_write(world: World, bot: Running, town: Town, denied: str) -> None:
    town.channel.deny(world.bot, denied)
    town.alice.says(town.channel, f"{{bot}} {QUESTION}")
    elsewhere = town.guild.channel("elsewhere")
    assert is_the_answer(town.alice.says(elsewhere, f"{{bot}} {QUESTION}").answer())
    assert town.channel.from_bot() == []


def test_it_answers_in_threads_by_the_permission_for_threads(world: World, bot: Running, town: Town) -> None:
    town.channel.deny(world.bot, "send_messages_in_threads")
    thread = town.channel.thread("Iraq")
    town.alice.says(thread, f"{{bot}} {QUESTION}")
    assert is_the_answer(town.asks())
    assert thread.from_bot() == []
    town.channel.deny(world.bot, "send_messages")
    town.channel.allow(world.bot, "send_messages_in_threads")
    assert is_the_answer(town.alice.says(thread, f"{{bot}} {QUESTION}").answer())


def test_where_it_may_not_read_what_was_said_it_answers_without_a_reply(world: World, bot: Running, town: Town) -> None:
    town.channel.deny(world.bot, "read_message_history")
    town.alice.says(town.channel, f"{{bot}} {QUESTION}")
    answer = town.channel.next_from_bot()
    assert is_the_answer(answer)
    assert answer.reference is None


def test_a_command_is_answered_where_the_bot_may_not_write(world: World, bot: Running, town: Town) -> None:
    town.channel.deny(world.bot, "view_channel", "send_messages")
    assert is_the_answer(town.alice.slash(town.channel, "ask", question=QUESTION).reply())


def test_a_channel_that_is_deleted_meanwhile_is_no_fault(
    world: World, bot: Running, town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    world.delay("POST", "*/messages", 0.2)
    town.alice.says(town.channel, f"{{bot}} {QUESTION}")
    world.wait(lambda: world.in_flight > 0, "the answer to be sent")
    town.channel.delete()
    assert is_the_answer(town.alice.says(town.guild.channel("elsewhere"), f"{{bot}} {QUESTION}").answer())
    assert "failed" not in capfd.readouterr().out


# What it looks like


def hostile(text: str) -> str:
    return f"{text} has 2,500 gizmos in Wonderland."


@pytest.mark.parametrize(
    "wild",
    [
        "<@1> @everyone @here <@&2> <#3>",
        "**bold** __x__ ~~y~~ ||z|| `code` *i* _j_",
        "[free](https://evil.example) https://evil.example discord.gg/abc",
        "> not the bot's quote",
        "# Title -# small",
        "\u202eevil\u202c \u0007 \u200b",
        "</ask:1> <t:0> <:a:1> :smile:",
    ],
)
def test_nothing_in_an_article_or_its_title_acts_and_the_quote_reads_verbatim(
    bot: Running, town: Town, wild: str
) -> None:
    bot.add(hostile(wild), f"Gizmos {wild}", town.shelf, source=f"News {wild}", url="https://example.org/a_b(c)")
    answer = town.asks("how many gizmos are in Wonderland?")
    [quote] = quotes(answer)
    assert quote.endswith("has 2,500 gizmos in Wonderland.")
    assert quotes(town.alice.presses(answer, "Context").reply())


def test_a_question_can_not_make_the_bot_say_something_active(bot: Running, town: Town) -> None:
    for wild in ("@everyone", "**zzyzx**", "[zzyzx](https://evil.example)", "> zzyzx", "`zzyzx`", "||zzyzx||"):
        assert seen(town.asks(f"{wild} {wild}?"))


def test_a_very_long_sentence_is_cut_and_context_has_more_of_it(bot: Running, town: Town) -> None:
    long = "The gizmo of Wonderland weighs 17 tons " + "*" * 2_500
    bot.add(
        long, "T" * 300, town.shelf, source="S" * 300, url="https://example.org/" + "a" * 400, published="2024-01-01"
    )
    answer = town.asks("how many tons does the gizmo of Wonderland weigh?")
    [quote] = quotes(answer)
    assert quote.endswith("*…")
    assert long.startswith(quote[:-1])
    shown = town.bob.presses(answer, "Context").reply()
    [file] = shown.attachments
    assert long.startswith(file.text[:-1])
    assert len(file.text) > len(quote)


def test_a_tentative_answer_says_so_before_its_quote(bot: Running, town: Town) -> None:
    bot.servers.change_settings(town.guild.id, "discord:1", sure_threshold=1)
    assert town.asks().content.startswith("This may answer it:\n> ")


def test_mistyped_words_are_told_below_the_quote(bot: Running, town: Town) -> None:
    answer = town.asks("how many US troopss are in Iraqq?")
    assert answer.content.startswith(("> ", "This may answer it:\n> "))
    assert seen(answer).text.endswith("Looked up “Iraqq” as “Iraq”.")


def test_the_sentence_before_stands_above_a_quote_that_begins_with_a_pronoun(bot: Running, town: Town) -> None:
    bot.add("The gizmos came to Wonderland. They weigh 17 tons each.", "Gizmos", town.shelf)
    answer = town.asks("how many tons do the gizmos weigh?")
    assert quotes(answer) == ["They weigh 17 tons each."]
    assert seen(answer).text.startswith("Just before: The gizmos came to Wonderland.They weigh")


def add_reports(bot: Running, shelf: Shelf = SHARED) -> None:
    for year, text, title in (
        (2021, "The gizmo of Wonderland weighs 17 tons, the queen said.", "First"),
        (2022, "The gizmo of Wonderland weighs 19 tons.", "Second"),
        (2023, "The gizmo of Wonderland weighs 17 tons.", "Third"),
    ):
        bot.add(text, f"{title} report", shelf, published=f"{year}-05-01")


def test_reports_that_agree_and_differ_are_told(bot: Running, town: Town) -> None:
    add_reports(bot)
    answer = town.asks("how many tons does the gizmo of Wonderland weigh?")
    shown = seen(answer).text
    assert f"1 May 2023 ({years_since(2023, 5, 1)} years old) · Third report" in shown
    assert "1 more article says the same." in shown
    second = f"1 May 2022 ({years_since(2022, 5, 1)} years old) · Second report"
    assert f"Other reports differ:The gizmo of Wonderland weighs 19 tons.\n{second}" in shown
    assert answer.buttons == ["Context", "Other sources", "Not helpful"]


def test_the_short_style_leaves_out_what_other_reports_say(bot: Running, town: Town) -> None:
    add_reports(bot)
    bot.servers.change_settings(town.guild.id, "discord:1", style="short")
    answer = town.asks("how many tons does the gizmo of Wonderland weigh?")
    assert len(answer.content.splitlines()) == 2
    assert answer.buttons == ["Context", "Other sources", "Not helpful"]
