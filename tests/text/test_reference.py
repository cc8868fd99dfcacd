"""Headings and sentences that refer back, as `bot.text.reference` sees them."""

import pytest
from hypothesis import given

from bot.text import is_heading, opens_with_pronoun
from tests.hostile import LANGUAGES, TEXTS, THOROUGH, seconds

HEADINGS = [
    "A new command", "TALKS GO ON", "Talks about the coalition’s future begin in Baghdad", "Troops in Iraq: 2,500",
    "| Iraq | 2,500 |", "Rank\tName\tTroops", "“A new command”", "They are:", "Un nuevo mando", "Новое командование",
    "قيادة جديدة", "新しい司令官", "新的指挥部", "2. The mission", "Article 5", "🎉 A party",
]  # fmt: skip
SENTENCES = [
    "He left.", "Did he?", "He did!", "He waited…", "He waited...", "“He left.”", "(He left.)", "He left.[5]",
    "He left. [6] [7]", "He left.²", "We won! 🎉", "他来了。", "彼は来た！", "هل عادوا؟", "वह गया।", "Նա եկավ։", "መጣ።",
    "He said «no.»", "He left. ❤️", "ทหารออกไปแล้ว", "word " * 30,
]  # fmt: skip


@pytest.mark.parametrize("text", HEADINGS)
def test_a_short_line_without_a_closing_mark_is_a_heading(text: str) -> None:
    assert is_heading(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_line_with_a_closing_mark_is_none_and_neither_is_a_long_one(text: str) -> None:
    assert not is_heading(text)


REFERRING = {
    "en": [
        "He left.", "They stayed.", "It’s over.", "It was over.", "This is new.", "That was all.", "These were sold.",
        "His son came.", "Their base is old.", "“She left,” he said.", "This, he said, is new.", "IT WAS OVER.",
        "That's all.", "Such was life.", "Itself it is small.",
    ],
    "es": ["Ella se fue.", "Esto es nuevo.", "Él vino.", "Este es nuevo.", "Su base es vieja.", "Ésta cayó.", "Ellos no."],
    "de": ["Er ging.", "Sie blieb.", "Es war vorbei.", "Dies ist neu.", "Das war alles.", "Diese sind alt.", "Sein Sohn kam."],
    "fr": ["Il partit.", "Elle resta.", "C’est fini.", "Cela suffit.", "Ce sont eux.", "Celle-ci est à lui.", "Leur base est là."],
    "it": ["Lui parte.", "Ella resta.", "Questo è nuovo.", "Ciò basta.", "Essi vanno.", "Quest’ultimo cadde."],
    "pt": ["Ele saiu.", "Ela ficou.", "Isso é novo.", "Isto basta.", "Este é novo.", "Seus filhos vieram."],
    "nl": ["Hij ging.", "Zij bleef.", "Ze bleef.", "Dit is nieuw.", "Het was voorbij.", "Die zijn oud.", "Hun basis is oud."],
    "sv": ["Han gick.", "Hon stannade.", "De är gamla.", "Det var över.", "Denna är ny.", "Deras bas är gammal."],
    "ru": ["Он ушёл.", "Она осталась.", "Это было давно.", "Их база стара.", "Они ушли.", "Это — конец."],
    "tr": ["O gitti.", "Onlar kaldı.", "Bunlar yeni.", "Onun üssü eski.", "Bu da yeni."],
    "ar": ["هو غادر.", "هي بقيت.", "وهو جديد.", "ذلك جديد.", "هذا هو الأمر."],
}  # fmt: skip
STANDING = {
    "en": [
        "The group left.", "This group left.", "That year was bad.", "Heather left.", "Iraq is hot.", "There is hope.",
        "We left.", "I left.", "Itinerary of the day.", "", "…", "123",
    ],
    "es": ["La base es vieja.", "Este año fue malo.", "Hay pan.", "Elia vino.", "Lo malo es eso."],
    "de": ["Der Mann ging.", "Dieser Vertrag gilt.", "Das Haus ist alt.", "Es gibt Brot.", "Es gab Brot.", "Erst kam er."],
    "fr": ["Le chat dort.", "Ce jour fut long.", "Il y a du pain.", "Il faut partir.", "L’armée part.", "Cette base est là."],
    "it": ["La base è vecchia.", "Questo anno è lungo.", "L’esercito parte.", "C’è pane."],
    "pt": ["A base é velha.", "Este ano foi mau.", "Há pão."],
    "nl": ["De basis is oud.", "Het huis is oud.", "Dit jaar is lang.", "Die man ging.", "Er is brood."],
    "sv": ["Basen är gammal.", "Det finns bröd.", "De två männen gick.", "Detta år var långt."],
    "ru": ["База стара.", "Этот договор действует.", "Есть хлеб.", "Онлайн лучше."],
    "tr": ["Üs eski.", "Bu yıl kötüydü.", "Ordu gitti.", "Ondan fazla asker var."],
    "ar": ["القاعدة قديمة.", "هذا العام سيئ.", "هناك خبز."],
    "zh": ["他来了。"],
    "xx": ["He left."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in REFERRING.items() for text in texts]
)
def test_a_sentence_that_begins_with_a_pronoun_refers_back(language: str, text: str) -> None:
    assert opens_with_pronoun(text, language)


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in STANDING.items() for text in texts]
)
def test_a_sentence_that_names_what_it_is_about_does_not(language: str, text: str) -> None:
    assert not opens_with_pronoun(text, language)


@THOROUGH
@given(TEXTS, LANGUAGES)
def test_any_text_is_a_heading_or_not_and_refers_back_or_not(text: str, language: str) -> None:
    assert is_heading(text) in (True, False)
    assert opens_with_pronoun(text, language) in (True, False)


@pytest.mark.parametrize("piece", [" ", "(", ".", ".)", "[", "a-", "a'", "”", "]", "\u200b", "He ", "🎉"])
def test_a_line_of_a_million_characters_takes_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert seconds(lambda: (is_heading(text), opens_with_pronoun(text, "en"))) < 1
