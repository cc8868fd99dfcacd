"""Web pages: the text of the article, and what the page says of it. Runs in the child.

`encoding` makes text of bytes; `structured`, `about`, `dating` and `leads` read what a page says of itself; `body` has
trafilatura find the text, `surroundings` sets aside what is none of it, and `nature` says why a page is no article.
"""

from dataclasses import replace
from typing import Any

from trafilatura import load_html

from bot.intake.pages.about import find_author, find_language, find_site, find_title
from bot.intake.pages.body import read_body
from bot.intake.pages.dating import find_date
from bot.intake.pages.encoding import decode_page
from bot.intake.pages.leads import base_url, find_leads, page_url, saved_from
from bot.intake.pages.nature import read_facts, why_no_article
from bot.intake.pages.pruning import prune
from bot.intake.pages.structured import Stated, read_stated
from bot.intake.pages.surroundings import find_surroundings, set_apart
from bot.intake.parsing.reasons import MAX_FIELD, Reason, refused
from bot.intake.parsing.results import MAX_LINE, MAX_SET_ASIDE, MAX_TEXT, Elsewhere, Lead, Leading, Parsed
from bot.intake.parsing.wire import Request

WITHOUT_LEADS = frozenset((Reason.ERROR_PAGE, Reason.LIST, Reason.SEARCH))
"""Reasons for which another form of the page would be refused as well."""


def read(request: Request) -> Parsed | Elsewhere:
    """The article on a page, or where the page leads. Raises ArticleRefused, and what lxml raises."""
    html = decode_page(request.data, request.charset)
    request = replace(request, url=request.url or saved_from(html))
    tree = load_html(html)
    if tree is None:
        raise refused(Reason.NO_ARTICLE)
    stated = read_stated(tree)
    base = base_url(tree, request.url)
    leads = find_leads(tree, stated, base, request.url)
    parsed = read_article(tree, stated, request, base, leads)
    return parsed if isinstance(parsed, Parsed) else elsewhere(parsed, leads)


def read_article(
    tree: Any, stated: Stated, request: Request, base: str | None, leads: tuple[Lead, ...]
) -> Parsed | Reason:
    """The article, or why there is none."""
    url = page_url(tree, stated, base, request.url)
    site = find_site(tree, stated, url)
    title = find_title(tree, stated, site)
    author = find_author(tree, stated, site)
    language = find_language(tree, stated)
    published = find_date(tree, stated, url, language, request.today)
    around = find_surroundings(tree, (title, site), author, language)
    prune(tree)
    blocks, aside = set_apart(read_body(tree, url), around)
    if reason := why_no_article(read_facts(tree, stated, blocks)):
        return reason
    text = "\n\n".join(block.text for block in blocks)
    if len(text) > MAX_TEXT:
        raise refused(Reason.TOO_LONG, most=MAX_TEXT)
    set_aside = tuple(line[:MAX_LINE] for line in dict.fromkeys(aside))[:MAX_SET_ASIDE]
    others = tuple(lead for lead in leads if lead.url != url)
    return Parsed(text, title, author, site, published, url, language, set_aside=set_aside, leads_to=others)


def elsewhere(reason: Reason, leads: tuple[Lead, ...]) -> Elsewhere:
    """Where a page leads that is no article itself. Raises ArticleRefused where it leads nowhere."""
    refusal = refused(reason)
    if any(lead.by is Leading.REFRESH for lead in leads):
        refusal = refused(Reason.LEADS_ON, url=leads[0].url[:MAX_FIELD])
    elif reason in WITHOUT_LEADS:
        leads = ()
    if not leads:
        raise refusal
    return Elsewhere(refusal.reason, leads)
