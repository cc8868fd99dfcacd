"""What is peculiar to a language: small words, accents, and what is written together with a word."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import Analyzer
from bot.text.languages import (
    ENDINGS,
    fold,
    for_index,
    for_stemmer,
    irregular_forms,
    read_lines,
    read_stop_words,
    without_accents,
)
from tests.hostile import LANGUAGES, THOROUGH, seconds

ANALYZER = Analyzer()
WORDS = st.text(st.characters(categories=("L", "M", "Nd")), min_size=1, max_size=20)
LISTED = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru", "sv", "tr")


def terms(text: str, language: str) -> tuple[str, ...]:
    return ANALYZER.terms(text, language)


# Small words

ASKED = {
    "ar": "كم هل من ما ماذا لماذا متى أين اين كيف أي ومن وما وهل وكيف مَن بكم لماذا هو هي هذا هذه الذي التي",
    "de": "Wer ist das? Was sind die? Wo war er? Wie viele waren es? Wieviel hat sie? Warum hatte er? Wofür wurde es? "
    "wofuer koennte man Welcher könnte es sein? Gibt es noch welche? Wessen wäre das? Hat's einer? hätte haette seien",
    "en": "Who's that? What's it? Where's he? Who'd do that? Didn't they? did it Where are the others? How many were there? "
    "whats wheres whos hows didnt havent couldnt theyve theres whens Which of them has been? What'll it be? Isn't it?",
    "es": "¿Quién es? quien es ¿Qué es lo que hay? que ¿Cuándo fue? cuando ¿Dónde está? donde esta ¿Por qué? por que "
    "porque ¿Cuántos hay? cuantos ¿Cuál era? cual ¿Cómo se puede? como ¿Va a haber? ¿De quién son? habian estan algun",
    "fr": "Qui est-ce ? Qu'est-ce que c'est ? Où est-il ? ou est il Y a-t-il ? Combien y en a-t-il ? D'où est-ce "
    "Pourquoi l'a-t-on ? Lequel d'eux Aujourd'hui aujourd’hui À qui est-ce ? a qui Quels étaient-ils ? etait-ce Va-t-il ? "
    "Jusqu'où ? Lorsqu'il n'est pas Qu'ont-ils ? quelqu'un s'est-il Auxquelles ? Est-ce qu'ils vont ? Peut-on ? J'ai ait",
    "it": "Chi è? Che cos'è? Dov'è? Dove sono? Com'è? Quando c'era? Quand'è? Perché? perche' perche Quanti ce n'erano? "
    "Qual è? Quali sono? Di chi è? dell' all' nell' sull' dall' coll' quell' quest' un' puo può avrebbe fosse",
    "nl": "Wie is het? Wat is dat? Waar was hij? Wanneer? Hoeveel zijn er nog? Waarom heeft 't? Welke waren het? "
    "Wiens is dit? z'n m'n 's Waartoe? Wordt het er een? Zou dat kunnen?",
    "pt": "Quem é? quem e O que é que há? o que ha Quando foi? Onde está? onde esta Por que? porque Quantos há? "
    "Qual é? De quem são? de quem sao Como vai? Cadê? nao não só so d' n' Vai haver? Pôde? estavam serão serao",
    "ru": "Кто это? Что это было? Где он? Когда? Сколько их ещё? еще Почему? Какой из них? Чей он? Чьи они? Есть ли там? "
    "кто-нибудь что-то Её ее всё все нужно ли мог ли бы Который был? О чём? о чем",
    "sv": "Vem är det? Vad är det? Var finns de? När var det? nar ar Hur många finns det? Varför? varfor Vilken är det? "
    "Vems är den? Fanns det några? något nagot",
    "tr": "Kim bu? Bu ne? Nerede? nerde Ne zaman? Kaç var? kac Neden? Nasıl? nasil Hangisi? Kimin? Var mı? var mi "
    "Nereli? Kimdi? kimdir Nereye? hakkinda icin degil",
}  # fmt: skip


@pytest.mark.parametrize("language", LISTED)
def test_questions_of_small_words_alone_have_no_terms(language: str) -> None:
    assert terms(ASKED[language], language) == ()


CARRYING = {
    "ar": "أول سنة مليون ألم قبل بعد",
    "de": "erste Jahr Million zwei vor nach Gabe Staat",
    "en": "first year million two won US before after over under most",
    "es": "primero año millón dos estado poder antes después té sur",
    "fr": "premier année million deux été né pouvoir devoir avant après sûr",
    "it": "primo anno milione due sei stato prima dopo venuto",
    "nl": "eerste jaar miljoen twee wezen wil-voor na tijdens",
    "pt": "primeiro ano milhão dois poder dever antes depois",
    "ru": "первый год миллион два самый до после",
    "sv": "första år miljon två skola val far bor sa",
    "tr": "ilk yıl milyon iki su önce sonra Li",
}


@pytest.mark.parametrize("language", LISTED)
def test_words_that_can_carry_an_answer_are_none_of_them(language: str) -> None:
    lost = [word for word in CARRYING[language].split() if word != "wil-voor" and not terms(f"x {word}", language)[1:]]
    assert lost == []


@pytest.mark.parametrize("language", LISTED)
def test_small_words_are_listed_as_they_are_folded(language: str) -> None:
    assert all(fold(word, language) == word for word in read_stop_words(language))


# Accents

TYPED = {
    "es": "misión mision, misiones mision, administración administracion, años anos, corazón corazon, país pais, "
    "energía energia, compañías companias, convirtió convirtio, José jose, Perú peru, pingüino pinguino",
    "fr": "sécurité securite, élu elu, élus elus, évacuée evacuee, évacuées evacuees, tombèrent tomberent, États etats, "
    "première premiere, hôpital hopital, français francais, cœur coeur, Noël noel, nationalités nationalites, île ile",
    "it": "città citta, università universita, metà meta, parlò parlo, libertà liberta, perù peru",
    "nl": "België belgie, Oekraïne oekraine, coördinatie coordinatie, café cafe, geïnteresseerd geinteresseerd",
    "pt": "missão missao, operação operacao, operações operacoes, eleições eleicoes, país pais, violência violencia, "
    "possível possivel, água agua, avô avo, São sao-tome, distâncias distancias, José jose",
    "en": "Erdoğan erdogan, Łódź lodz, Zürich zurich, café cafe, Đặng dang, Ørsted orsted, naïve naive, İzmir izmir",
    "de": "Erdoğan erdogan, José jose, über-Brücke über-Bruecke, größe groesse, Châtelet chatelet",
    "sv": "Erdoğan erdogan, Zürich zurich, señor senor",
    "tr": "hâlâ hala, kâğıt kağıt, Gérard gerard",
}


@pytest.mark.parametrize("language", TYPED)
def test_a_word_is_found_as_it_is_typed_without_accents(language: str) -> None:
    for pair in TYPED[language].split(", "):
        written, typed = pair.split()
        if typed != "sao-tome":
            assert terms(f"x {written}", language) == terms(f"x {typed}", language), pair


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("sv", "ön", "on"), ("sv", "Malmö", "malmo"), ("tr", "kız", "kiz"), ("tr", "oldu-öldü", "oldu-oldu"), ("sv", "armén", "armen"),
     ("und", "schön", "schon"), ("xx", "ł", "l")],
)  # fmt: skip
def test_letters_that_make_another_word_are_kept(language: str, one: str, other: str) -> None:
    assert terms(f"x {one}", language) != terms(f"x {other}", language)


@pytest.mark.parametrize(
    ("language", "kin"),
    [
        ("fr", "tué tuée tués tuées"),
        ("fr", "désigné désignée désigner"),
        ("pt", "operação operações"),
        ("pt", "eleição eleições eleicao eleicoes"),
        ("pt", "missão missões missao missoes"),
        ("pt", "alemão alemães"),
        ("es", "misión misiones"),
        ("it", "parlò parlare"),
        ("de", "Brücke Brücken"),
        ("nl", "soldaat soldaten"),
        ("sv", "båt båten båtar båtarna"),
        ("ru", "самолёт самолет самолёты самолеты"),
        ("nb", "soldat soldatene"),
    ],
)
def test_a_word_and_its_kin_stay_together(language: str, kin: str) -> None:
    assert len({terms(f"x {word}", language) for word in kin.split()}) == 1


def test_cyrillic_letters_keep_what_looks_like_an_accent() -> None:
    assert without_accents("йод ій ϊ") == "йод ій ϊ"
    assert terms("Йорк", "ru") != terms("Иорк", "ru")


@pytest.mark.parametrize("language", ENDINGS)
def test_an_ending_is_replaced_once(language: str) -> None:
    for meant in ENDINGS[language].values():
        assert not any(meant.endswith(other) for other in ENDINGS[language])


# Arabic, Turkish, Spanish

FORMS = """
جندي الجندي والجندي للجندي
جنود الجنود والجنود بالجنود للجنود فالجنود كالجنود وجنود لجنود
حكومة الحكومة حكومات الحكومات والحكومة للحكومة حكومي الحكومية
انتخاب الانتخاب انتخابات الانتخابات والانتخابات للانتخابات
قوات القوات والقوات للقوات بالقوات
بغداد ببغداد وبغداد لبغداد
عراق العراق بالعراق والعراق للعراق عراقي العراقية العراقيين
برلمان البرلمان والبرلمان للبرلمان
مدينة المدينة والمدينة للمدينة بالمدينة
مدرسة المدرسة مدرسه المدرسه
أمريكي الأمريكي امريكي الامريكية الأمريكيون
إيران ايران
مستشفى المستشفى مستشفي المستشفي
فرنسا وفرنسا بفرنسا لفرنسا
وزير الوزير والوزير للوزير
"""
ARABIC = [line.split() for line in FORMS.strip().splitlines()]


@pytest.mark.parametrize("forms", ARABIC, ids=lambda forms: forms[0])
def test_an_arabic_noun_is_one_term_with_and_without_what_is_written_before_it(forms: list[str]) -> None:
    assert len({terms(form, "ar") for form in forms}) == 1


def test_different_arabic_nouns_are_different_terms() -> None:
    made = [terms(forms[0], "ar") for forms in ARABIC]
    assert all(one != other for one, other in combinations(made, 2))


@pytest.mark.parametrize(
    ("written", "typed"),
    [("الْجُنُود", "الجنود"), ("الـــجنود", "الجنود"), ("أحمد", "احمد"), ("آسيا", "اسيا"), ("موسى", "موسي"), ("ﷲ", "الله"),
     ("٢٥٠٠", "2500"), ("۲۵۰۰", "2500"), ("٢٬٥٠٠", "2500"), ("٣٫٥", "3.5"), ("٪٥٠", "50")],
)  # fmt: skip
def test_arabic_is_found_however_it_is_spelled(written: str, typed: str) -> None:
    assert terms(f"x {written}", "ar") == terms(f"x {typed}", "ar")


def test_latin_words_within_arabic_are_as_they_are_elsewhere() -> None:
    assert terms("حلف NATO في 2024", "ar")[1:] == ("nato", "2024")


@pytest.mark.parametrize(
    "form",
    ["Ankara'nın", "Ankara'ya", "Ankara'da", "Ankara'dan", "Ankara’yı", "Ankara'daki", "Ankara'lı", "Ankara'ydı"],
)
def test_a_turkish_name_is_itself_with_any_ending_after_its_apostrophe(form: str) -> None:
    assert terms(f"x {form}", "tr") == terms("x Ankara", "tr")


@pytest.mark.parametrize("form", ["EE.UU.", "EEUU", "eeuu", "EE. UU.", "EE.UU"])
def test_the_doubled_initials_of_a_spanish_plural_are_one_however_they_are_spelled(form: str) -> None:
    assert terms(f"en {form} hay", "es") == ("ee", "uu")
    assert {"ee", "uu", "eu"} <= set(terms("los Estados Unidos", "es"))
    assert "eu" not in terms("el Papa Francisco", "es")


def test_initials_have_no_accents_where_words_have_none() -> None:
    assert "ee" in terms("l'École Européenne", "fr")
    assert "ss" in terms("el señor Álvaro Ñandú y Señor Señor", "es")
    assert "öo" in terms("till Östra Orminge", "sv")


# Any word


@THOROUGH
@given(WORDS, LANGUAGES)
@example("ٱ", "ar")
@example("ال", "ar")
@example("و" * 30, "ar")
@example("ﷺ", "ar")
@example("\u0301", "en")
@example("ø\u0301", "fr")
def test_any_word_has_a_spelling_for_the_stemmer_and_for_the_index(word: str, language: str) -> None:
    for folded in fold(word, language).split():
        stemmable = for_stemmer(folded, language)
        assert stemmable.split() == [stemmable]
        assert for_index(stemmable, language).split() == [for_index(stemmable, language)]


@THOROUGH
@given(WORDS)
def test_a_word_without_accents_has_none_to_lose(word: str) -> None:
    bare = without_accents(word)
    assert without_accents(bare) == bare


@pytest.mark.parametrize("language", ["ar", "fr", "pt", "es"])
@pytest.mark.parametrize("piece", ["و", "ال", "é", "\u0301", "ee", "ـ", "ł"])
def test_a_word_of_a_million_letters_takes_linear_time(language: str, piece: str) -> None:
    word = piece * (500_000 // len(piece))
    assert seconds(lambda: for_index(for_stemmer(fold(word, language), language), language)) < 3


@pytest.mark.parametrize(
    ("form", "word"),
    [("fell", "fall"), ("lost", "lose"), ("began", "begin"), ("withdrew", "withdraw"), ("Children", "child")],
)
def test_irregular_forms_are_found_by_their_infinitive(form: str, word: str) -> None:
    analyzer = Analyzer()
    assert analyzer.terms(form, "en") == analyzer.terms(word, "en") != ()
    assert analyzer.terms("fell", "de") != analyzer.terms("fall", "de")


def test_no_irregular_form_is_of_two_words_or_a_word_of_the_list_itself() -> None:
    lines = [line.split() for line in read_lines("irregular", "en")]
    forms = [form for _, *others in lines for form in others]
    words = [word for word, *_ in lines]
    assert len(set(forms)) == len(forms)
    assert len(set(words)) == len(words)
    assert not set(words) & set(forms)


def test_a_language_without_a_list_has_no_irregular_forms() -> None:
    assert irregular_forms("sw") == irregular_forms("../en") == {}
