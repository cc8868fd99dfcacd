"""What is sent where, and what has to hold: a subject a module.

Each module has `VALUES`, what is sent, and `opened()`, within which the function given tries one value after another. It
raises where something doesn't hold; the errors of `bot.errors` are answers.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.targets import buttons, documents, feeds, imports, questions, settings, text


@dataclass(frozen=True)
class Target:
    values: st.SearchStrategy[Any]
    opened: Callable[[], AbstractContextManager[Callable[[Any], None]]]


TARGETS: Mapping[str, Target] = {
    "text": Target(text.VALUES, text.opened),
    "intake": Target(documents.VALUES, documents.opened),
    "query": Target(questions.VALUES, questions.opened),
    "custom_id": Target(buttons.VALUES, buttons.opened),
    "settings": Target(settings.VALUES, settings.opened),
    "import files": Target(imports.VALUES, imports.opened),
    "feeds": Target(feeds.VALUES, feeds.opened),
}
