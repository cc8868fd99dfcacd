"""What a page says about itself for machines: JSON-LD with the words of schema.org, and meta elements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ARTICLE_TYPES = frozenset((
    "article", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting",
    "socialmediaposting", "scholarlyarticle", "medicalscholarlyarticle", "techarticle",
    "advertisercontentarticle", "satiricalarticle", "report", "pressrelease",
))  # fmt: skip
MAX_SCRIPT = 2_000_000
"""Code points of a script that is read."""
MAX_NODES = 500
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands in the page's data about itself."""

    nodes: tuple[Node, ...]  # of JSON-LD, the outermost
    article: Node  # the one that is about the article; empty where there is none
    metas: Mapping[str, tuple[str, ...]]  # name, property or itemprop of a meta element, in small letters -> contents

    def types(self) -> frozenset[str]:
        return frozenset(type for node in self.nodes for type in types_of(node))

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these that has any."""
        return next((content for name in names for content in self.metas.get(name, ())), None)


def read_stated(tree: Any) -> Stated:
    nodes = tuple(node for script in scripts(tree) for node in outer_nodes(script))[:MAX_NODES]
    metas = read_metas(tree)
    return Stated(nodes, main_article(nodes, titles(tree, metas)), metas)


def read_metas(tree: Any) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found[name] = (*found.get(name, ())[:20], content)
    return found


def scripts(tree: Any) -> Iterator[object]:
    """The value of each script of JSON-LD that can be read."""
    for element in tree.iter("script"):
        type = (element.get("type") or "").partition(";")[0].strip().lower()
        text = element.text or ""
        if type == "application/ld+json" and text.strip() and len(text) <= MAX_SCRIPT:
            try:
                yield json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
            except (ValueError, RecursionError):
                continue


def outer_nodes(value: object, depth: int = 0) -> Iterator[Node]:
    """The objects that are not part of another one, except of a graph or as the main entity of a page."""
    if isinstance(value, list) and depth < 4:
        for item in value:
            yield from outer_nodes(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if depth < 4 and isinstance(value.get(name), list | dict):
                yield from outer_nodes(value[name], depth + 1)


def types_of(node: Node) -> frozenset[str]:
    """In small letters, without the address of the vocabulary."""
    type = node.get("@type")
    names = type if isinstance(type, list) else [type]
    return frozenset(name.rpartition("/")[2].lower() for name in names if isinstance(name, str))


def main_article(nodes: Sequence[Node], titles: frozenset[str]) -> Node:
    """The article among the nodes whose headline is the page's title, or else the only one."""
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    for node in articles:
        headline = folded(text_of(node, "headline") or text_of(node, "name") or "")
        if headline and any(headline in title or title in headline for title in titles):
            return node
    return articles[0] if len(articles) == 1 else {}


def titles(tree: Any, metas: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """What the page calls itself, folded."""
    shown = ["".join(element.itertext()) for name in ("title", "h1") for element in tree.iter(name)][:10]
    return frozenset(filter(None, map(folded, [*shown, *metas.get("og:title", ())])))


def folded(text: str) -> str:
    """Without case, signs and repeated white space, for comparing."""
    kept = "".join(char if char.isalnum() else " " for char in text.casefold())
    return " ".join(kept.split())


def text_of(node: Node, name: str) -> str | None:
    """A property that is a text, on one line; the first one of a list."""
    value = node.get(name)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def names_of(value: object) -> Iterator[str]:
    """The names of persons or organizations, however they are written."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            name = item.get("name")
            yield from (each for each in (name if isinstance(name, list) else [name]) if isinstance(each, str))
