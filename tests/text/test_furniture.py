"""Page furniture is never a sentence, and what an article says of such things is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import segment
from bot.text.furniture import MAX_ADDRESS, MAX_PHRASE, fold, is_furniture, read_phrases
from bot.text.segmentation import sentences as all_sentences
from bot.text.segmentation import sentences_by_paragraph
from tests.hostile import QUICK, TEXTS, THOROUGH, seconds

CORPUS = sorted(path for path in (Path(__file__).parent.parent.parent / "corpus").glob("*.md") if path.stem != "README")

FURNITURE = {
    "en": [
        "3 mins read", "12 min read", "Reading time: 4 minutes", "Leave a Reply", "Leave a Reply Cancel reply",
        "Your email address will not be published.", "Required fields are marked *",
        "Your email address will not be published. Required fields are marked *", "Comment moderation is enabled.",
        "Comment moderation is enabled. Your comment may take some time to appear.", "No comments yet", "Comments (12)",
        "You must be logged in to post a comment.", "Share this article", "SHARE THIS ARTICLE", "Share this:", "1,204 shares",
        "Read more: Talks go on in Baghdad", "→ Read more", "Read More »", "READ ALSO: What the talks are about",
        "Continue reading…", "Advertisement", "ADVERTISEMENT", "- Advertisement -", "Story continues below advertisement",
        "Sponsored content", "Subscribe", "Subscribe now!", "Subscribe to our newsletter",
        "Subscribe to our newsletter and get the news of the day in your inbox.", "Sign up for our free newsletter.",
        "Sign in", "Log in / Sign up", "Already a subscriber? Sign in", "Skip to content", "Skip to main content",
        "We use cookies to give you the best experience on our site.", "This website uses cookies.", "Accept all cookies",
        "By continuing to use this site you agree to our use of cookies.", "Manage preferences", "Privacy Policy",
        "© 2024 The Harbour Post. All rights reserved.", "(c) 2023 Harbour Media", "Copyright © The Harbour Post",
        "Copyright 2024 Harbour Post", "The Harbour Post © 2024", "All rights reserved.", "Photo: Reuters / Jane Roe",
        "Photo credit: Harbour Post", "Image: AFP", "Related articles", "Related: Talks go on", "You may also like",
        "Most read", "Follow us on Twitter", "Follow us on Facebook, X and Instagram", "Print", "Print this page", "Posted in World, Iraq",
        "Tags: Iraq, NATO, talks", "Filed under: World", "By Jane Roe", "By Jane Roe and John F. Lee", "By JANE ROE",
        "Posted by admin", "Last updated: 5 January 2024", "Loading...", "Back to top", "Menu", "Please enable JavaScript to view this page.",
        "Listen to this article", "Reporting by Jane Roe; editing by John Lee", "Home > World > Iraq", "👍 Like us on Facebook",
        "* * *", "———", "#####", "|---|---|", "…", "🎉🎉",
    ],
    "es": [
        "Lectura de 3 minutos", "Tiempo de lectura: 4 min", "Deja un comentario", "Deja una respuesta", "Publicidad",
        "Tu dirección de correo electrónico no será publicada.", "Comparte este artículo", "Compartir", "Leer más",
        "Lea también: Siguen las negociaciones", "Suscríbete a nuestro boletín", "Iniciar sesión", "Aceptar todas las cookies",
        "Este sitio web utiliza cookies para mejorar su experiencia.", "Todos los derechos reservados.", "Foto: EFE",
        "Artículos relacionados", "Síguenos en Twitter", "Saltar al contenido", "Imprimir", "Etiquetas: Irak, OTAN", "Por Juana Roe",
    ],
    "de": [
        "Lesezeit: 3 Minuten", "3 Min. Lesezeit", "Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht.",
        "Artikel teilen", "Teilen", "Weiterlesen", "Lesen Sie auch: Die Gespräche gehen weiter", "Anzeige", "Werbung",
        "Abonnieren Sie unseren Newsletter", "Anmelden", "Alle Cookies akzeptieren", "Diese Website verwendet Cookies.",
        "Wir verwenden Cookies, um Ihnen den Besuch zu erleichtern.", "Alle Rechte vorbehalten", "Foto: dpa", "Ähnliche Artikel",
        "Folgen Sie uns auf Twitter", "Zum Inhalt springen", "Drucken", "Schlagwörter: Irak, NATO", "Impressum", "Von Johanna Roe",
    ],
    "fr": [
        "Temps de lecture : 3 minutes", "Lecture 3 min", "Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée.",
        "Partager cet article", "Partager", "Lire la suite", "Lire aussi : Les discussions continuent", "Publicité",
        "Abonnez-vous à notre newsletter", "Se connecter", "Tout accepter", "Ce site utilise des cookies.", "Tous droits réservés",
        "Nous utilisons des cookies pour améliorer votre visite.", "Photo : AFP", "Articles similaires", "Suivez-nous sur Twitter",
        "Aller au contenu principal", "Imprimer", "Mots-clés : Irak, OTAN", "Par Jeanne Roe",
    ],
    "it": [
        "3 minuti di lettura", "Lascia un commento", "Il tuo indirizzo email non sarà pubblicato.", "Condividi questo articolo",
        "Leggi anche: I colloqui continuano", "Pubblicità", "Iscriviti alla nostra newsletter", "Accedi", "Accetta tutti",
        "Questo sito utilizza i cookie.", "Tutti i diritti riservati", "Articoli correlati", "Seguici su Twitter", "Vai al contenuto", "Stampa",
    ],
    "pt": [
        "3 min de leitura", "Deixe um comentário", "O seu endereço de e-mail não será publicado.", "Compartilhe este artigo",
        "Leia também: As conversas continuam", "Publicidade", "Assine nossa newsletter", "Entrar", "Aceitar todos os cookies",
        "Este site usa cookies.", "Todos os direitos reservados", "Notícias relacionadas", "Siga-nos no Twitter", "Ir para o conteúdo",
    ],
    "nl": [
        "Leestijd: 3 minuten", "Laat een reactie achter", "Je e-mailadres wordt niet gepubliceerd.", "Deel dit artikel",
        "Lees ook: De gesprekken gaan door", "Advertentie", "Abonneer je op onze nieuwsbrief", "Inloggen", "Alle cookies accepteren",
        "Deze website gebruikt cookies.", "Alle rechten voorbehouden", "Gerelateerde artikelen", "Volg ons op Twitter", "Afdrukken",
    ],
    "sv": [
        "Lästid: 3 min", "Lämna en kommentar", "Din e-postadress kommer inte publiceras.", "Dela artikeln", "Läs mer",
        "Läs också: Samtalen fortsätter", "Annons", "Prenumerera på vårt nyhetsbrev", "Logga in", "Godkänn alla cookies",
        "Vi använder cookies på den här sidan.", "Alla rättigheter förbehållna", "Relaterade artiklar", "Följ oss på Twitter", "Skriv ut",
    ],
    "ru": [
        "3 мин. чтения", "Время чтения: 4 минуты", "Оставить комментарий", "Ваш адрес email не будет опубликован.", "Поделиться",
        "Читайте также: Переговоры продолжаются", "Реклама", "Подпишитесь на нашу рассылку", "Войти", "Принять все",
        "Мы используем cookie, чтобы сайт работал лучше.", "Все права защищены", "Похожие статьи", "Подписывайтесь на нас в Telegram",
        "Фото: ТАСС", "Теги: Ирак, НАТО", "Перейти к содержимому", "Распечатать",
    ],
    "tr": [
        "3 dk okuma süresi", "Bir yanıt yazın", "E-posta adresiniz yayınlanmayacak.", "Bu haberi paylaş", "Paylaş", "Devamını oku",
        "İlgili haberler", "Reklam", "Abone ol", "Giriş yap", "Tümünü kabul et", "Bu site çerez kullanmaktadır.", "Tüm hakları saklıdır",
        "Bizi Twitter'da takip edin", "İçeriğe geç", "Yazdır", "Etiketler: Irak, NATO",
    ],
    "ar": [
        "3 دقائق قراءة", "اترك تعليقاً", "لن يتم نشر عنوان بريدك الإلكتروني.", "شارك هذا المقال", "اقرأ المزيد", "إعلان",
        "اقرأ أيضاً: المحادثات مستمرة", "اشترك في نشرتنا الإخبارية", "تسجيل الدخول", "جميع الحقوق محفوظة", "مقالات ذات صلة",
        "تابعنا على تويتر", "انتقل إلى المحتوى", "طباعة", "الوسوم: العراق، الناتو",
    ],
}  # fmt: skip
LINES = [(language, line) for language, lines in FURNITURE.items() for line in lines]

ARTICLE = [
    "Subscribers rose to 3 million.", "The newsletter has 40,000 subscribers.", "Subscribe or pay, the paper told its readers.",
    "The paper lets its readers leave a reply under each article.", "Cookies are small files.", "The site uses cookies, the court found.",
    "“We use cookies,” the company told the court.", "The law makes sites ask before they set cookies.", "He was asked to sign in.",
    "Signing in took him an hour.", "Comments were closed after a day.", "Comment moderation is a job for many, the union said.",
    "The advertisement cost a million.", "Advertisements are banned there.", "Share prices fell by 3 percent.", "Shares of the firm rose.",
    "Share this burden, the minister asked the allies.", "Print runs fell by half.", "Printing began in 1450.", "Read more books, he said.",
    "Reading time has fallen to 15 minutes a day.", "It took him 3 minutes to read it.", "Three minutes are enough.",
    "Follow the money, the detective said.", "Following the talks, both sides left.", "Followers of the cleric marched.",
    "By Friday the troops had left.", "By Land and sea they came.", "By Jane Roe's account, nobody fired.", "By John Lee Hooker he meant another man.",
    "Posted in Baghdad in 2003, he rose to colonel.", "Tags on the bags named the owners.", "The photo shows a soldier.",
    "Photo: Soldiers leave the base in Baghdad.", "Photos of the raid were shown on television.", "Related firms were searched too.",
    "Related to the king by marriage, he fled.", "The copyright of the song ended in 2024.", "Copyright law is older than the press.",
    "All rights were reserved for the crown.", "Rights groups protested.", "Home prices rose.", "Search parties were sent out.",
    "Menu prices rose by 10 percent.", "Help came too late.", "Help is on its way.", "Top officials met.", "Next came the vote.",
    "Close to 2,000 soldiers left.", "Contact was lost at noon.", "Loading the ships took a week.", "Saved by a fisherman, he wept.",
    "Play was stopped at noon.", "Most read newspapers every day.", "Donate blood, the hospital asked.", "Reply came at once.",
    "More from the talks is expected on Friday.", "Updated figures are due in May.", "Last updated in 1990, the law is old.",
    "Your taxes pay for it.", "This site was a mine.", "To continue the war costs more.", "Listen to the people, he said.",
    "Image matters to him.", "Image rights cost the club a million.", "Video shows the raid.", "Cancel culture is a phrase.",
    "Register of ships: none was lost.", "Accept it or leave, they said.", "Accepting the plan took a day.", "Previous talks had failed.",
    "Terms of the deal are secret.", "Privacy is a right.", "About us there was only sand.", "Join us, he told the crowd.",
    "Credit: 20 points", "Category: 5", "Published: 1960", "Written by J. K. Marlowe", "Directed by Ann Dow", "Next: Basra",
    "Rank\tName\tTroops", "Iraq | 2,500", "Troops: 2,500", "Capital: Baghdad",
    "El anuncio costó un millón.", "Los comentarios se cerraron.", "Compartir el poder es difícil.", "Por Juan murieron dos.",
    "Die Anzeige kostete eine Million.", "Werbung ist dort verboten.", "Teilen wollte er nicht.", "Von Friedrich Merz kam nichts.",
    "La publicité coûte cher.", "Partager le pouvoir est difficile.", "Stampa e televisione tacciono.", "Entrar na sala foi difícil.",
    "Delen van de stad zijn leeg.", "Annonsen kostade en miljon.", "Реклама там запрещена.", "Войти туда нельзя.", "Reklam yasaktır.",
    "الإعلان كلف مليونا.", "طباعة الكتب بدأت هناك.",
]  # fmt: skip


def found(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for passage in segment(text, language) for start, end in passage.sentences]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_a_line_of_furniture_is_no_sentence(language: str, line: str) -> None:
    assert found(f"The soldiers left.\n\n{line}\n\nNobody saw it.", language) == [
        "The soldiers left.",
        "Nobody saw it.",
    ]
    assert found(f"The soldiers left.\n{line}\n- {line}\nNobody saw it.", language) == [
        "The soldiers left.",
        "Nobody saw it.",
    ]


@pytest.mark.parametrize("line", ARTICLE)
def test_what_an_article_says_of_such_things_is_a_sentence(line: str) -> None:
    assert found(f"The soldiers left.\n\n{line}\n\nNobody saw it.") == ["The soldiers left.", line, "Nobody saw it."]


@pytest.mark.parametrize(
    "line", ["Share this article.", "Your email address will not be published.", "All rights reserved."]
)
def test_furniture_behind_a_sentence_in_its_line_is_left_out_too(line: str) -> None:
    assert found(f"The soldiers left. {line} Nobody saw it.") == ["The soldiers left.", "Nobody saw it."]


def test_a_sentence_before_a_note_of_copyright_in_its_line_stays() -> None:
    assert found("The soldiers left. © 2024 The Harbour Post. All rights reserved.") == ["The soldiers left."]


def test_what_is_quoted_is_no_furniture() -> None:
    for line in ("“Subscribe to our newsletter”", '"Sign in"', "«Compartir»"):
        assert found(f"The soldiers left.\n\n{line}") == ["The soldiers left.", line]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: str(path.stem))
def test_no_article_of_the_corpus_loses_a_sentence(path: Path) -> None:
    _, _, text = path.read_text("utf-8").partition("\n---\n")
    everything = [span for spans in sentences_by_paragraph(text, "en", all_sentences) for span in spans]
    assert [span for passage in segment(text, "en") for span in passage.sentences] == everything
    assert len(everything) > 5


def test_text_of_furniture_alone_keeps_its_lines_so_that_it_is_not_lost() -> None:
    text = "Share this article\n\nSubscribe to our newsletter"
    passages = segment(text, "en")
    assert "".join(text[passage.start : passage.end] for passage in passages) == text
    assert found(text) == text.split("\n\n")


PARAGRAPH = st.lists(st.sampled_from(["The soldiers left.", "Nobody saw it.", "Was it over?"]), min_size=1, max_size=4)


@QUICK
@given(st.lists(st.one_of(PARAGRAPH.map(" ".join), st.sampled_from(LINES)), max_size=12))
def test_the_sentences_between_furniture_are_those_without_it(mixed: list[str | tuple[str, str]]) -> None:
    article = ["The day was long.", *(each for each in mixed if isinstance(each, str))]
    text = "\n\n".join(["The day was long.", *(each if isinstance(each, str) else each[1] for each in mixed)])
    assert found(text) == found("\n\n".join(article))
    assert "".join(text[passage.start : passage.end] for passage in segment(text, "en")) == text


@THOROUGH
@given(TEXTS)
def test_any_line_is_furniture_or_not_and_a_long_one_is_not(text: str) -> None:
    line = text.strip()
    assert is_furniture(line) in (True, False)
    assert not (is_furniture(line) and len(line) > MAX_ADDRESS)


def test_no_phrase_is_longer_than_what_is_looked_at() -> None:
    phrases = read_phrases()
    for phrase in (
        *phrases.whole,
        *(p for found in (phrases.opening, phrases.address) for each in found.values() for p in each),
    ):
        assert 0 < len(phrase) <= MAX_PHRASE < MAX_ADDRESS
        assert phrase == fold(phrase)


@pytest.mark.parametrize(
    "piece", ["©", "By A ", "→", "read more ", "3", " ", "\n", "Share this article\n", "(c) ", "Photo: ", "“", "…"]
)
def test_lines_of_a_million_characters_take_little_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert seconds(lambda: segment(text, "en")) < 5
