"""Parts of a page that are certain to be none of its article, taken out before the text is looked for.

trafilatura knows most of what surrounds an article. Here is what it leaves in: marks of footnotes and links to edit in
the middle of sentences, what is hidden or pops up, and the lines that wikis put around their articles.
"""

import re
from typing import Any

MARK = re.compile(r"\s*(?:\[[^\[\]]{1,20}\]\s*)+")
"""[1], [a], [note 3], [citation needed]"""
POPS_UP = frozenset(("dialog", "alertdialog", "tooltip"))
CLASSES = frozenset(
    ("mw-editsection", "mw-jump-link", "hatnote", "dablink", "printfooter", "mw-indicators", "mw-empty-elt")
)
IDS = frozenset(("siteNotice", "siteSub", "contentSub", "catlinks", "jump-to-nav"))


def prune(tree: Any) -> None:
    """Take them out of the tree. What follows an element stays."""
    for element in [each for each in tree.iter() if isinstance(each.tag, str) and is_foreign(each)]:
        if element.getparent() is not None:
            element.drop_tree()


def is_foreign(element: Any) -> bool:
    if element.tag in ("dialog", "template"):
        return True
    if element.tag == "sup":
        return MARK.fullmatch("".join(element.itertext())) is not None
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and element.tag not in ("html", "body"):
        return True
    if attributes.get("role") in POPS_UP or attributes.get("aria-modal") == "true":
        return True
    return attributes.get("id") in IDS or not CLASSES.isdisjoint(attributes.get("class", "").split())
