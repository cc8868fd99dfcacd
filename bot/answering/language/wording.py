"""How a language writes numbers, units, dates and "now": the files in `files/`, one a language.

`und.toml` holds what every language has. Words are in lower case. The keys of a file:

- `numbers`: `words` and their values; `scales`, what multiplies them; `fractions` and `parts` ("a third", "thirds") by
  their denominators; `added` ("and a half"). `decimal`: the signs before a fraction; `spaces_group`: a space may stand
  between groups of three figures; `glued`: words of a number are written together; `compound`: and so, units first,
  with this between; `units_first`: "five and twenty"; `prefix`: may stand before any word; `group`: see `numerals`;
  `spaces`: false in a script without. `links` may stand between words of a number; `one` are no numbers by themselves,
  but behind `before_one`; `of` makes a lone fraction a share, but not behind `no_share`; `labels` make a name
  ("Article 5"); `ordinal` and `ordinal_point` make a place in an order; `counters` make words for a number one where
  there are no spaces; `money_scales` count behind a sign of money only; `rough`: "dozens". Before a number: `rounding`
  ("about"), `at_least`, `at_most`, `holding` ("has", "there are"); behind it: `partitive` ("40 of the troops").
- `units`: kind -> name of the unit, the same in all languages -> its words.
- `dates`: `months`, `short_months`, `weekdays`, `ordinals` of centuries, `decades`; `careful`: months that are other
  words too;
  `within`: "in"; `links`: what stands between day, month and year; `month_first`; what stands before or behind a year,
  a month, an era, a century, a decade.
- `time`: what asks for now.
- `asks`: kind -> the phrases that ask for it; `head`: what stands before the noun that is asked for. How phrases are
  written stands in `phrases`.
- `shows`: kind -> the phrases that announce it; `agent` and `place`: what stands before a name, with one of
  `before_names` between or not; `negation`.
- `opposites`: `pairs`, "a b - c d": each word on one side is an opposite of each on the other; `prefixes` that negate.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from bot.text.languages import TURKISH

BASE = "und"


@lru_cache(maxsize=64)
def wording(language: str) -> Mapping[str, Any]:
    """The file of a language, with what every language has; that of the base alone where there is no file."""
    base = read(BASE) or {}
    return MappingProxyType(merged(base, (read(language) if language != BASE else None) or {}))


def read(language: str) -> Mapping[str, Any] | None:
    """The file of this very language, if there is one."""
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    file = resources.files("bot.answering.language") / "files" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Both: tables are merged, lists joined, and else the language's own value counts."""
    result = dict(base)
    for key, value in own.items():
        there = result.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            result[key] = merged(there, value)
        elif isinstance(value, list) and isinstance(there, list):
            result[key] = [*value, *there]
        else:
            result[key] = value
    return result


def lowered(text: str, language: str) -> str:
    """The text in lower case, character by character: offsets stay as they are."""
    low = (text.translate(TURKISH) if language == "tr" else text).lower()
    if len(low) == len(text):
        return low
    return "".join(each if len(each) == 1 else character for character in text for each in [character.lower()])
