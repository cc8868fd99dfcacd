"""The years, months and days that a text names, and its decades and centuries."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.answering.language.calendars import LETTERS, Calendar, calendar_of, scan, scan_figures
from bot.answering.language.wording import lowered

FIRST_YEAR, LAST_YEAR = 1000, 2099
"""Four figures between these are a year by themselves, where nothing speaks against it."""
SURE_FROM = 1500
"""Before it, four figures with a word behind them are rather a number."""
FIGURE = re.compile(r"[\d年月世]")
"""Without it, a text needs one of the calendar's words to name a date."""
HAN_FIGURES = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
LEADING = re.compile(r"\d+")
BACK = 24
"""How far back a word is looked for that makes a year."""
SHORT_ERA = 3
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says at `start` to `end`: as much of a date as it names.

    Years before Christ are negative (44 BC is -44). A decade, a century or a span of years has a `last_year` as well.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None  # 1 to 12
    day: int | None = None  # 1 to 31
    last_year: int | None = None  # ≥ year

    @property
    def years(self) -> range:
        """The years that it names; empty where it names none."""
        if self.year is None:
            return range(0)
        return range(self.year, (self.year if self.last_year is None else self.last_year) + 1)


def moments(text: str, language: str) -> tuple[Moment, ...]:
    """The moments of `text`, in its order. `language` is an ISO 639 code; in an unknown one only figures count."""
    low = lowered(text, language)
    calendar = calendar_of(language)
    if not calendar.words.isdisjoint(LETTERS.findall(low)):
        pattern = scan(language)
    elif FIGURE.search(low):
        pattern = scan_figures(language)
    else:
        return ()
    found = (FORMS[match.lastgroup or ""](match, text, calendar) for match in pattern.finditer(low))
    return tuple(moment for moment in found if moment)


def iso(match: Match, _: str, __: Calendar) -> Moment | None:
    """2024-01-05."""
    return checked(match, int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))


def figures(match: Match, _: str, calendar: Calendar) -> Moment | None:
    """5.1.2024, 5/1/2024: where it could be another day too, only the year counts."""
    one, two, year = int(match["figures_one"]), int(match["figures_two"]), int(match["figures_year"])
    if match["figures_sign"] == "." or one > 12 or (calendar.day_first and two <= 12):
        return checked(match, year, two, one)
    return checked(match, year, one, two) if two > 12 else checked(match, year)


def han(match: Match, _: str, __: Calendar) -> Moment | None:
    """2024年1月5日; 5年 is a duration."""
    figures, month = match["han_year"], match["han_month"]
    if match["han_before"]:
        return checked(match, -han_number(figures))
    if len(figures) < 3 or (len(figures) == 3 and not month):
        return None
    day = match["han_day"]
    return checked(match, han_number(figures), han_number(month) if month else None, han_number(day) if day else None)


def month_day(match: Match, _: str, __: Calendar) -> Moment | None:
    """1月5日."""
    return checked(match, None, han_number(match["monthday_month"]), han_number(match["monthday_day"]))


def han_century(match: Match, _: str, __: Calendar) -> Moment | None:
    """19世紀."""
    return of_century(match, han_number(match["hancentury_nth"]), False)


def han_decade(match: Match, _: str, __: Calendar) -> Moment | None:
    """1990年代."""
    return of_decade(match, int(match["handecade_year"]))


def day(match: Match, text: str, calendar: Calendar) -> Moment | None:
    """5 January 2024, 5. Januar, 5 de enero; of 5–7 January no day is named."""
    name = match["day_month"].rstrip(".")
    if name in calendar.careful and not text[match.start("day_month")].isupper():
        return None
    return checked(
        match, number(match["day_year"]), calendar.months[name], None if match["day_range"] else int(match["day_day"])
    )


def month(match: Match, text: str, calendar: Calendar) -> Moment | None:
    """January, January 2024, January 5, 2024; in "in January 5 people" no day is named."""
    parts, start = match.groupdict(), match.start()
    name, year, day = match["month_month"].rstrip("."), number(match["month_year"]), parts.get("month_day")
    if name in calendar.careful:
        alone = not day and year is None
        abbreviated = name not in calendar.full
        led = calendar.month_before.search(match.string, max(0, start - BACK), start)
        if not text[start].isupper() or (alone and (abbreviated or not led)):
            return None
    if day and year is None and match.string[max(0, start - 3) : start].strip() in calendar.within:
        return checked(match, None, calendar.months[name], end=match.end("month_month"))
    return checked(match, year, calendar.months[name], int(day) if day and not parts["month_range"] else None)


def century(match: Match, text: str, calendar: Calendar) -> Moment | None:
    """19th century, siglo XIX; a Roman number is in capitals."""
    group = "century_one" if match["century_one"] else "century_two"
    raw = match[group].rstrip(".")
    if raw in calendar.ordinals:
        nth = calendar.ordinals[raw]
    elif figures := LEADING.match(raw):
        nth = int(figures.group())
    elif text[match.start(group)].isupper():
        nth = roman_number(raw)
    else:
        return None
    return of_century(match, nth, bool(match["century_era"]))


def decade(match: Match, _: str, calendar: Calendar) -> Moment | None:
    """1990s, the '90s, años noventa."""
    word = match["decade_word"]
    return of_decade(match, calendar.decades[word] if word else int(match["decade_one"] or match["decade_two"]))


def era(match: Match, text: str, calendar: Calendar) -> Moment | None:
    """44 BC, AD 476; a short era is in capitals: 500 ad campaigns are none."""
    group = "era_ahead" if match["era_ahead"] else "era_behind"
    name, figures = match[group], match["era_one"] or match["era_two"]
    if len(name) <= SHORT_ERA and text[match.start(group)].islower():
        return None
    sign = -1 if name in calendar.eras else 1
    last = number(match["era_last"])
    if last is None:
        return checked(match, sign * int(figures))
    years = sorted((sign * int(figures), sign * last))
    return checked(match, years[0], last_year=years[1])


def early(match: Match, _: str, calendar: Calendar) -> Moment | None:
    """In 476; only behind what stands before years."""
    before = calendar.before.search(match.string, max(0, match.start() - BACK), match.start())
    return checked(match, int(match["early_year"])) if before else None


def year(match: Match, _: str, calendar: Calendar) -> Moment | None:
    """1969, 1914–18; but not 1500 troops, nor 2000 km."""
    first, end = int(match["year_year"]), match.end("year_year")
    if not FIRST_YEAR <= first <= LAST_YEAR:
        return None
    if match["year_last"]:
        last = int(match["year_last"])
        last += first - first % 100 if len(match["year_last"]) == 2 else 0
        if first < last <= LAST_YEAR:
            return checked(match, first, last_year=last)
        return checked(match, first, end=end)
    return checked(match, first) if is_year(match.string, match.start(), end, first, calendar) else None


def is_year(low: str, start: int, end: int, value: int, calendar: Calendar) -> bool:
    """Whether the four figures are a year rather than a number, by what stands around them."""
    back = max(0, start - BACK)
    before = calendar.before.search(low, back, start)
    round_ = value % 100 == 0
    if calendar.counting.match(low, end) and (round_ or not before):
        return False
    counted = low[end : end + 1] == " " and low[end + 1 : end + 2].isalpha() and not calendar.behind.match(low, end)
    if low[end : end + 1].isalpha() and low[end] < "\u0e00":
        return False
    if before or not counted:
        return True
    if round_ or calendar.rounding.search(low, back, start):
        return False
    return value >= SURE_FROM or bool(calendar.opening.search(low, back, start))


def checked(
    match: Match,
    year: int | None,
    month: int | None = None,
    day: int | None = None,
    last_year: int | None = None,
    end: int | None = None,
) -> Moment | None:
    """The moment, if there is such a day."""
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= (DAYS[month - 1] if month else 31):
        return None
    return Moment(match.start(), match.end() if end is None else end, year, month, day, last_year)


def of_century(match: Match, nth: int, before_christ: bool) -> Moment | None:
    if not 1 <= nth <= 40:
        return None
    first, last = (nth - 1) * 100 + 1, nth * 100
    return checked(match, -last, last_year=-first) if before_christ else checked(match, first, last_year=last)


def of_decade(match: Match, year: int) -> Moment | None:
    """From 1990 or 90; the 1800s are a century."""
    first = year if year >= 100 else 1900 + year
    if not FIRST_YEAR <= first <= LAST_YEAR:
        return None
    return checked(match, first, last_year=first + (99 if first % 100 == 0 and first < 2000 else 9))


def number(figures: str | None) -> int | None:
    return int(figures) if figures else None


def han_number(figures: str) -> int:
    """Below a hundred with 十, else figure by figure."""
    if figures.isdecimal():
        return int(figures)
    if "十" not in figures:
        return int("".join(str(HAN_FIGURES[character]) for character in figures))
    tens, _, units = figures.partition("十")
    return (HAN_FIGURES.get(tens, 1)) * 10 + HAN_FIGURES.get(units, 0)


def roman_number(figures: str) -> int:
    """The sum, where what stands before a greater one is taken away."""
    values = [ROMAN[character] for character in figures if character in ROMAN]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


FORMS: Mapping[str, Callable[[Match, str, Calendar], Moment | None]] = {
    "iso": iso, "figures": figures, "han": han, "monthday": month_day, "hancentury": han_century,
    "handecade": han_decade, "day": day, "month": month, "century": century, "decade": decade, "era": era,
    "early": early, "year": year,
}  # fmt: skip
"""Name of a form in the expressions of `calendars.scanner` -> what reads it."""
