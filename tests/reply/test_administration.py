"""The words for those who manage a server: within Discord's limits in every language."""

import pytest

from bot import reply
from bot.reply import Saying, Words, words_for
from bot.reply.words import languages

EACH = pytest.mark.parametrize("words", [words_for(each) for each in sorted(languages())], ids=lambda words: words.tag)
MODULES = (reply.diagnosis, reply.gaps, reply.journal, reply.settings, reply.setup)
SAYINGS = {f"{module.__name__}.{name}": each for module in MODULES for name, each in vars(module).items()}


@EACH
def test_every_sentence_is_one_harmless_line(words: Words) -> None:
    for name, each in SAYINGS.items():
        if isinstance(each, Saying):
            assert each(words) == reply.printable(each(words)), name
            assert len(each(words)) <= 400, name


@EACH
def test_buttons_menus_forms_and_choices_fit(words: Words) -> None:
    said = reply.setup
    buttons = (said.following, said.back, said.finish, said.check_again, said.add_first, said.try_question)
    assert all(len(each(words)) <= 30 for each in (*buttons, reply.gaps.dismiss))
    assert all(len(reply.gaps.numbered(words, 1_000, each(words))) <= 80 for each in buttons)
    assert all(len(each(words)) <= 150 for each in (said.choose_channels, said.choose_role))
    assert all(len(each(words)) <= 45 for each in (said.question_title, said.question_field))
    choices = [*reply.settings.STYLES.values(), *reply.settings.LABELS.values()]
    assert all(len(each(words)) <= 100 for each in choices)
    assert len({each(words) for each in choices}) == len(choices)


@EACH
def test_every_permission_and_every_setting_has_its_words(words: Words) -> None:
    assert reply.diagnosis.NAMES.keys() == reply.diagnosis.PURPOSES.keys()
    assert reply.settings.LABELS.keys() == reply.settings.MEANINGS.keys()
    assert len({each(words) for each in reply.diagnosis.NAMES.values()}) == len(reply.diagnosis.NAMES)
