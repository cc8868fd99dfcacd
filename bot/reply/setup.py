"""The words of `/setup`, step by step."""

from collections.abc import Sequence

from bot.reply.words import Saying, Words

# Buttons and menus

following = Saying("Next")
back = Saying("Back")
finish = Saying("Finish")
check_again = Saying("Check again")
add_first = Saying("Add an article")
keep_gaps = Saying("Keep them")
keep_no_gaps = Saying("Keep none, and delete those that are kept")
try_question = Saying("Try a question")
choose_channels = Saying("Choose channels, or none")
choose_role = Saying("Choose a role, or none")

question_title = Saying("Try a question")
question_field = Saying("Your question")

# Steps

permissions = Saying("What I may do")
channels = Saying("Where I answer without being mentioned")
role = Saying("Who looks after the articles")
language = Saying("My language")
articles = Saying("What I answer from")
gaps = Saying("Questions without a good answer")
question = Saying("A first question")

about_channels = Saying(
    "Mention me anywhere, or use /ask. In the channels that you choose here, I answer every message that ends in a "
    "question mark."
)
about_role = Saying("Who manages the server may add, change and remove articles. This role may do it too.")
about_language = Saying("Of my own words. Quotes stay in the language of their article.")
about_articles = Saying("I quote articles, and nothing else. Add one here; /article import takes many at once.")
about_gaps = Saying(
    "I can keep the questions that I couldn't answer, and those whose answer didn't help, so that /gaps shows which "
    "articles are missing. Who asked is not kept."
)
gaps_kept = Saying("They are kept.")
gaps_not_kept = Saying("They are not kept.")
about_question = Saying("Ask me what one of your articles says. Only you see the answer.")

well = Saying("In every channel I may do all that I need.")
how_to_permit = Saying("/diagnose in one of these channels says what withholds it. You can go on, and do that later.")
besides = Saying("Chosen besides:")
saved = Saying("Saved.")
done = Saying("That is all. /settings changes what you have chosen, and /diagnose says what keeps me from answering.")


def about_permissions(words: Words, names: Sequence[str]) -> str:
    """Which permissions it takes."""
    return words("To answer, I need {permissions} in each channel.", permissions=words.listing(names))


def step(words: Words, number: int, last: int, title: str) -> str:
    """Where one is."""
    return words("Step {number} of {last}: {title}", number=number, last=last, title=title)


def lacking(words: Words, permission: str, channels: int) -> str:
    """In front of the channels in which a permission is missing."""
    return words.many(
        channels, "{permission} is missing in {n:,} channel:", "{permission} is missing in {n:,} channels:",
        permission=permission,
    )  # fmt: skip


def welcome(words: Words) -> str:
    """What is said on a server that the bot has just come to."""
    return words(
        "Hello! I quote the sentence that answers your question, word for word, from articles that this server gives "
        "me. Mention me with a question, or use /ask. Who manages the server begins with /setup."
    )
