"""What can go wrong, in words that a person can act on.

    BotError
    ├── Worded                    not raised itself: its sentence is written where it is raised
    ├── WrongUse                  the person can put it right; exit code 2
    │   ├── QuestionRefused       nothing to look up, too long
    │   ├── ArticleRefused        the text, its title, date, link, id or encoding
    │   ├── DuplicateArticle      the same text is there already
    │   ├── ArticleNotFound       no such id on this shelf
    │   ├── ShelfRefused          not a shelf's name
    │   ├── ShelfShared           the shared shelf can't be deleted
    │   ├── FileRefused           the file can't be read, or is not what it should be
    │   ├── FetchRefused          an address on the web, or what is there
    │   ├── SettingRefused        an environment variable or a line of .env
    │   ├── NotAllowed            a permission or a role is missing
    │   ├── CoolingDown           this person, or this server, has asked a lot just now
    │   ├── InputRefused          what was typed or chosen in Discord
    │   ├── Gone                  what a button points to is no longer there
    │   └── Stopping              the bot takes nothing more on
    └── Broken                    the person who runs it can put it right; exit code 3
        ├── LibraryUnwritable     the data folder can't be made or written
        ├── DiskFull
        ├── LibraryBusy           another process held the library for too long
        ├── LibraryDamaged        the database is not one, or is not sound
        ├── LibraryTooNew         written by a later version
        ├── IndexBehind           the change is kept, and not yet searchable
        ├── TokenMissing          there is no token to sign in to Discord with
        ├── TokenRefused          Discord doesn't accept the token
        ├── IntentRefused         a privileged intent is not switched on
        └── DiscordUnreachable    no connection to Discord

Every error is one sentence, or two, with the facts in named fields. Errors of SQLite, tantivy, the operating
system and the parsers are translated once, at their boundary, with `from`. What an error says is a `Phrase`, so
that `bot.reply` can say it in another language, and makes it safe to print.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Self


class Phrase(str):
    """An English text that remembers its template and its fields, so that it can be said in another language.

    The template is a literal: the catalogues are made of the literals. Its fields stand in braces, by name; numbers
    with `:,` are grouped as the language does it. A field that is a Phrase is said in the other language too, any
    other value as it is. Without fields nothing is formatted. In an f-string a Phrase is a plain text.
    """

    __slots__ = ("fields", "template")
    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        phrase = super().__new__(cls, template.format_map(fields) if fields else template)
        phrase.template, phrase.fields = template, fields
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.fields)


class BotError(Exception):
    """The root: a `sentence` with the names of the fields in braces, and the exit code of the command line."""

    sentence: ClassVar[Phrase] = Phrase("Something went wrong.")
    exit_code: ClassVar[int] = 3

    @property
    def phrase(self) -> Phrase:
        """The sentence with its fields."""
        return Phrase(self.sentence, **vars(self))

    def __str__(self) -> str:
        return self.phrase


class WrongUse(BotError):
    """The person who asked can put it right."""

    exit_code = 2


class Broken(BotError):
    """The person who runs the bot can put it right."""

    exit_code = 3


class Worded(BotError):
    """Its sentence is written where it is raised: `ArticleRefused("The text has {length:,} …", length=length)`."""

    def __init__(self, reason: str, /, **fields: object) -> None:
        super().__init__(reason)
        self.reason = reason if isinstance(reason, Phrase) else Phrase(reason, **fields)

    @property
    def phrase(self) -> Phrase:
        return self.reason


class QuestionRefused(Worded, WrongUse):
    """Nothing to look up, or too long."""


class ArticleRefused(Worded, WrongUse):
    """The text, its title, date, link, id or encoding."""


@dataclass(eq=False)
class DuplicateArticle(WrongUse):
    """`id` and `shelf` name the article that holds the same text."""

    id: str
    shelf: str
    sentence = Phrase("The library has this text already: it is article {id} on the shelf {shelf}.")


@dataclass(eq=False)
class ArticleNotFound(WrongUse):
    id: str
    shelf: str
    sentence = Phrase("There is no article {id} on the shelf {shelf}. `bot sources` lists what is there.")


@dataclass(eq=False)
class ShelfRefused(WrongUse):
    name: str
    sentence = Phrase("“{name}” is not a shelf. A shelf is “shared”, or “guild:” and a Discord server's number.")


class ShelfShared(WrongUse):
    """Only a server's shelf can be deleted."""

    sentence = Phrase("The shared shelf belongs to every server and can't be deleted.")


@dataclass(eq=False)
class FileRefused(WrongUse):
    path: str
    reason: str
    sentence = Phrase("{path}: {reason}")


class FetchRefused(Worded, WrongUse):
    """An address on the web, or what is there.

    `status` is the server's answer, 0 where there was none; `retry_after_seconds` is how long it wants to be left
    alone, 0 where it didn't say.
    """

    def __init__(self, reason: str, /, status: int = 0, retry_after_seconds: int = 0, **fields: object) -> None:
        super().__init__(reason, **fields)
        self.status = status
        self.retry_after_seconds = retry_after_seconds


@dataclass(eq=False)
class SettingRefused(WrongUse):
    name: str
    reason: str
    sentence = Phrase("The setting {name} can't be used: {reason}")


class NotAllowed(Worded, WrongUse):
    """A permission or a role is missing."""


@dataclass(eq=False)
class CoolingDown(WrongUse):
    """`who` may ask again after `seconds`, a whole number; "presser" is a person who presses buttons."""

    who: Literal["person", "server", "presser"]
    seconds: int
    sentence = Phrase("That was a lot of questions. You can ask again in {seconds} s.")
    of_others: ClassVar[Mapping[str, Phrase]] = {
        "server": Phrase("This server has asked a lot just now. It can ask again in {seconds} s."),
        "presser": Phrase("That was a lot of buttons. You can go on in {seconds} s."),
    }

    @property
    def phrase(self) -> Phrase:
        return Phrase(self.of_others.get(self.who, self.sentence), seconds=self.seconds)


class InputRefused(Worded, WrongUse):
    """What was typed or chosen in a form or a command."""


class Gone(Worded, WrongUse):
    """What a button points to is no longer there, or no longer the same."""


class Stopping(WrongUse):
    """The bot finishes what it has begun and takes nothing more on."""

    sentence = Phrase("I am just being restarted. Ask again in a minute.")


@dataclass(eq=False)
class LibraryUnwritable(Broken):
    path: str
    reason: str
    sentence = Phrase(
        "The data folder {path} can't be written ({reason}). Make it writable, or name another one in BOT_DATA_DIR."
    )


@dataclass(eq=False)
class DiskFull(Broken):
    path: str
    sentence = Phrase("The disk that holds {path} is full. Nothing was changed; free some space and try again.")


@dataclass(eq=False)
class LibraryBusy(Broken):
    path: str
    sentence = Phrase("Another process has been writing to {path} for too long. Try again in a minute.")


@dataclass(eq=False)
class LibraryDamaged(Broken):
    path: str
    reason: str
    sentence = Phrase(
        "The database {path} is damaged ({reason}). Stop the bot, and put a backup in its place with "
        "`bot restore-backup`, or save what can be read with `bot repair`."
    )


@dataclass(eq=False)
class LibraryTooNew(Broken):
    path: str
    version: int
    known: int
    sentence = Phrase(
        "The database {path} was written by a later version of the bot (format {version}; this one knows {known}). "
        "Upgrade the bot, or name another folder in BOT_DATA_DIR."
    )


@dataclass(eq=False)
class IndexBehind(Broken):
    reason: str
    sentence = Phrase(
        "What you changed is kept, but can't be searched yet ({reason}). "
        "Put that right; the next command catches up by itself."
    )


@dataclass(eq=False)
class TokenMissing(Broken):
    """`setting` is the name of the environment variable that holds it."""

    setting: str
    sentence = Phrase(
        "There is no token to sign in to Discord with. Copy the bot's from Discord's Developer Portal into the file "
        ".env: {setting}=…"
    )


@dataclass(eq=False)
class TokenRefused(Broken):
    setting: str
    sentence = Phrase(
        "Discord doesn't accept the token in {setting}. Make a new one in Discord's Developer Portal, under Bot, "
        "and put it there."
    )


@dataclass(eq=False)
class IntentRefused(Broken):
    """`intent` as the Developer Portal calls it; `setting` is what needs it."""

    intent: str
    setting: str
    sentence = Phrase(
        "{setting} needs the {intent}, which is not switched on. Switch it on in Discord's Developer Portal, "
        "under Bot, or do without {setting}."
    )


@dataclass(eq=False)
class DiscordUnreachable(Broken):
    reason: str
    sentence = Phrase("Discord can't be reached ({reason}). Look to the network, and start again.")
