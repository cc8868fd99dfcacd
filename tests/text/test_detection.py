"""The language of a text, where nobody says it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given

from bot.intake import Details, read_document, read_rows
from bot.model import SHARED, Draft
from bot.text.detection import SAMPLE, UNKNOWN, detect_language, read_likelihoods
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds

SENTENCES = {
    "ar": "غادر الجنود القاعدة صباح الاثنين. وقالت الحكومة إنهم لن يعودوا قبل الصيف.",
    "bg": "Войниците напуснаха базата в понеделник сутринта. Правителството каза, че няма да се върнат преди лятото.",
    "ca": "Els soldats van abandonar la base dilluns al matí. El govern va dir que no tornarien abans de l'estiu.",
    "cs": "Vojáci opustili základnu v pondělí ráno. Vláda uvedla, že se do léta nevrátí.",
    "da": "Soldaterne forlod basen mandag morgen. Regeringen sagde, at de ikke vender tilbage før sommer.",
    "de": "Die Soldaten verließen den Stützpunkt am Montagmorgen. Die Regierung sagte, sie kämen vor dem Sommer nicht.",
    "el": "Οι στρατιώτες έφυγαν από τη βάση τη Δευτέρα το πρωί. Δεν θα επιστρέψουν πριν από το καλοκαίρι.",
    "en": "The soldiers left the base on Monday morning. The government said they would not return before summer.",
    "es": "Los soldados abandonaron la base el lunes por la mañana. El gobierno dijo que no volverán antes del verano.",
    "fa": "سربازان صبح دوشنبه پایگاه را ترک کردند. دولت گفت که آنها پیش از تابستان باز نمی‌گردند.",
    "fi": "Sotilaat lähtivät tukikohdasta maanantaiaamuna. Hallituksen mukaan he eivät palaa ennen kesää.",
    "fr": "Les soldats ont quitté la base lundi matin. Le gouvernement a dit qu'ils ne reviendraient pas avant l'été.",
    "he": "החיילים עזבו את הבסיס ביום שני בבוקר. הממשלה אמרה שהם לא יחזרו לפני הקיץ.",
    "hi": "सैनिकों ने सोमवार सुबह अड्डा छोड़ दिया। सरकार ने कहा कि वे गर्मियों से पहले नहीं लौटेंगे।",
    "hu": "A katonák hétfőn reggel elhagyták a bázist. A kormány szerint nyár előtt nem térnek vissza.",
    "id": "Para prajurit meninggalkan pangkalan pada Senin pagi. Pemerintah mengatakan mereka belum akan kembali.",
    "it": "I soldati hanno lasciato la base lunedì mattina. Il governo ha detto che non torneranno prima dell'estate.",
    "ja": "兵士たちは月曜日の朝に基地を離れた。政府は夏までに戻らないと述べた。",
    "ko": "병사들은 월요일 아침에 기지를 떠났다. 정부는 여름 전에는 돌아오지 않는다고 밝혔다.",
    "nl": "De soldaten verlieten de basis op maandagochtend. De regering zei dat ze niet voor de zomer terugkomen.",
    "pl": "Żołnierze opuścili bazę w poniedziałek rano. Rząd powiedział, że nie wrócą przed latem.",
    "pt": "Os soldados deixaram a base na segunda-feira de manhã. O governo disse que não voltarão antes do verão.",
    "ro": "Soldații au părăsit baza luni dimineață. Guvernul a spus că nu se vor întoarce înainte de vară.",
    "ru": "Солдаты покинули базу в понедельник утром. Правительство сообщило, что они не вернутся до лета.",
    "sv": "Soldaterna lämnade basen på måndagsmorgonen. Regeringen sade att de inte återvänder före sommaren.",
    "th": "ทหารออกจากฐานในเช้าวันจันทร์ รัฐบาลกล่าวว่าพวกเขาจะไม่กลับมาก่อนฤดูร้อน",
    "tr": "Askerler pazartesi sabahı üsten ayrıldı. Hükûmet, yazdan önce dönmeyeceklerini söyledi.",
    "uk": "Солдати залишили базу в понеділок вранці. Уряд заявив, що вони не повернуться до літа.",
    "vi": "Những người lính rời căn cứ vào sáng thứ Hai. Chính phủ nói họ sẽ không trở lại trước mùa hè.",
    "zh": "士兵们星期一早上离开了基地。政府表示，他们在夏天之前不会回来。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_two_sentences_tell_their_language(language: str) -> None:
    assert detect_language(SENTENCES[language]) == language


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru", "sv", "tr"])
def test_one_sentence_tells_one_of_the_larger_languages(language: str) -> None:
    assert detect_language(SENTENCES[language].split(". ")[0]) == language


@pytest.mark.parametrize("language", ["de", "es", "ru", "tr"])
def test_a_text_in_capitals_is_in_its_language(language: str) -> None:
    capitals = SENTENCES[language].replace("i", "İ") if language == "tr" else SENTENCES[language]
    assert detect_language(capitals.upper()) == language


def test_a_page_s_furniture_in_another_language_is_not_the_article_s_language() -> None:
    furniture = "Skip to content. Menu. Sign in. Share this article. "
    assert detect_language(furniture + SENTENCES["pl"] * 20) == "pl"


def test_a_language_near_to_a_large_one_is_still_seen_where_there_is_more_of_it() -> None:
    galician = "Os soldados abandonaron a base o luns pola mañá. O goberno dixo que non volverán antes do verán."
    assert (
        detect_language(f"{galician} Ninguén sabe aínda onde irán despois, nin cantos deles quererán quedar.") == "gl"
    )


@pytest.mark.parametrize(
    "text",
    ["👍" * 20, "123 456 789 1,011 12.5", "0x4fa3 0xdeadbeef ffff 12ab", "|---|---|\n|1|2|", "a"],
)
def test_what_is_no_text_is_in_no_language(text: str) -> None:
    assert detect_language(text) == UNKNOWN


@THOROUGH
@given(TEXTS)
@example("")
@example("\ufeff")
@example("\u0301" * 500)
@example("a" * 500)
def test_any_text_is_in_a_language_of_two_letters_or_in_none(text: str) -> None:
    found = detect_language(text)
    assert found == UNKNOWN or (len(found) == 2 and found.isascii())


@QUICK
@given(TEXTS)
def test_likelihoods_sum_up_to_one(text: str) -> None:
    assert sum(read_likelihoods(text).values()) == pytest.approx(1)


@pytest.mark.parametrize("piece", ["a", "👍", "漢", "word ", "\u0301", "\n", "-", "и"])
def test_five_million_characters_take_no_longer_than_a_few_hundred(piece: str) -> None:
    detect_language("the model is loaded")
    text = piece * (5_000_000 // len(piece))
    assert seconds(lambda: detect_language(text)) < 0.5


def test_a_text_of_the_sample_s_length_is_looked_at_as_a_whole() -> None:
    text = "123 " * (SAMPLE // 4) + SENTENCES["de"]
    assert detect_language(text) == "de"


def test_threads_that_ask_at_once_are_told_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect_language, list(SENTENCES.values()) * 5)) == list(SENTENCES) * 5


def document(text: str, details: Details | None = None) -> str:
    return read_document(text.encode(), "a.md", SHARED, details or Details()).language


def test_a_document_is_in_the_language_that_it_is_said_to_be_in_whatever_it_looks_like() -> None:
    assert document(f"---\nlanguage: nl\n---\n{SENTENCES['de']}") == "nl"
    assert document(f"---\nlanguage: nl\n---\n{SENTENCES['de']}", Details(language="fr-CA")) == "fr"
    assert document(f"---\ntitle: The soldiers\n---\n{SENTENCES['de']}") == "de"
    assert document(f"---\nlanguage:\n---\n{SENTENCES['de']}") == "de"


def test_a_row_without_a_language_is_in_the_one_that_it_is_written_in() -> None:
    def row(language: str) -> str:
        line = f'{{"title": "T", "text": "{SENTENCES["sv"]}"{language}}}'
        [made] = read_rows([line.encode()])
        assert isinstance(made.draft, Draft)
        return made.draft.language

    assert row("") == row(', "language": null') == row(', "language": ""') == "sv"
    assert row(', "language": "und"') == "und"


def test_the_model_is_not_loaded_before_there_is_something_to_detect() -> None:
    code = (
        "import sys\n"
        "from bot.intake import Details, read_document\n"
        "from bot.model import SHARED\n"
        "read_document(b'The soldiers left.', 'a.md', SHARED, Details(language='en'))\n"
        "print('py3langid' in sys.modules)\n"
        "read_document(b'The soldiers left.', 'a.md', SHARED)\n"
        "print('py3langid' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
