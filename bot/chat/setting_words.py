"""Settings in plain words, as Markdown: what they are set to, and what became of them."""

from collections.abc import Sequence

from bot import reply
from bot.chat.front import Front
from bot.chat.markup import bold, plain, subtext
from bot.reply import Words
from bot.servers import ServerSettings, SettingChange, SettingValue

NAMES = tuple(reply.settings.LABELS)
"""Of the settings, in the order in which they are shown."""
OPTIONS = {
    "answer_channels": ("add-channel", "remove-channel"),
    "manager_role": ("role",),
    "answer_threshold": ("answer-threshold",),
    "sure_threshold": ("sure-threshold",),
    "style": ("style",),
    "shared_corpus": ("shared",),
    "language": ("language",),
    "keep_gaps": ("keep-gaps",),
    "note_changes": ("note-changes",),
}
"""Name of a setting -> the options of `/settings` that change it."""
MOST_CHANNELS = 6
"""How many channels are named in a line."""


def overview(front: Front, words: Words, settings: ServerSettings) -> list[str]:
    """Each setting in two lines: what it is set to; what it means, and which option changes it."""
    lines = []
    for name in NAMES:
        said = value(words, name, getattr(settings, name))
        if name in ("answer_threshold", "sure_threshold") and getattr(settings, name) is None:
            said = reply.settings.by_default(words, value(words, name, getattr(front.settings, name)))
        options = " ".join(f"`{words(option)}`" for option in OPTIONS[name])
        lines.append(f"{label(words, name)} {said}")
        lines.append(f"{subtext(reply.settings.MEANINGS[name](words))} {options}")
    return lines


def change(words: Words, each: SettingChange) -> str:
    """One setting that was changed, from what to what."""
    before, after = (value(words, each.name, which) for which in (each.before, each.after))
    return reply.journal.changed(words, label(words, each.name), before, after)


def label(words: Words, name: str) -> str:
    """A setting's name in bold, with its colon; one that is no more has the name that it had."""
    said = (reply.settings.LABELS[name](words) if name in reply.settings.LABELS else name) + ":"
    return bold(said, [(0, len(said))])


def value(words: Words, name: str, what: SettingValue) -> str:
    """What a setting is set to."""
    if isinstance(what, tuple):
        return channels(words, what)
    if isinstance(what, bool):
        return (reply.settings.on if what else reply.settings.off)(words)
    if name == "manager_role":
        return f"<@&{what}>" if what else reply.settings.nobody(words)
    if name == "style" and str(what) in reply.settings.STYLES:
        return reply.settings.STYLES[str(what)](words)
    if name == "language":
        return plain(words.language_name(str(what)) if what else words(reply.settings.automatic))
    if what is None:
        return reply.settings.not_set(words)
    return plain(words.percent(what) if isinstance(what, float) else str(what))


def channels(words: Words, ids: Sequence[int]) -> str:
    """The channels, as mentions; the last of many are only counted."""
    if not ids:
        return reply.settings.none_chosen(words)
    named = [f"<#{id}>" for id in ids[:MOST_CHANNELS]]
    if len(ids) > MOST_CHANNELS:
        named.append(reply.settings.more(words, len(ids) - MOST_CHANNELS))
    return words.listing(named)
