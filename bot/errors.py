"""What can go wrong, in words that a person can act on.

    BotError
    ├── WrongUse                  the person can put it right; exit code 2
    │   ├── QuestionRefused       nothing to look up, too long
    │   ├── ArticleRefused        the text, its title, date, link, id or encoding
    │   ├── DuplicateArticle      the same text is there already
    │   ├── ArticleNotFound       no such id on this shelf
    │   ├── ShelfRefused          not a shelf's name
    │   ├── FileRefused           the file can't be read, or is not what it should be
    │   └── SettingRefused        an environment variable or a line of .env
    └── Broken                    the person who runs it can put it right; exit code 3
        ├── LibraryUnwritable     the data folder can't be made or written
        ├── DiskFull
        ├── LibraryBusy           another process held the library for too long
        ├── LibraryDamaged        the database is not one, or is not sound
        ├── LibraryTooNew         written by a later version
        ├── IndexBehind           the change is kept, and not yet searchable
        └── NotAvailable          a part that this version doesn't have

Every error is one sentence, or two, with the facts in named fields. Errors of SQLite, tantivy, the operating
system and the parsers are translated once, at their boundary, with `from`. `bot.reply` makes the sentence
safe to print.
"""

from dataclasses import dataclass
from typing import ClassVar


class BotError(Exception):
    """The root: a `sentence` with the names of the fields in braces, and the exit code of the command line."""

    sentence: ClassVar[str] = "Something went wrong."
    exit_code: ClassVar[int] = 3

    def __str__(self) -> str:
        return self.sentence.format_map(vars(self))


class WrongUse(BotError):
    """The person who asked can put it right."""

    exit_code = 2


class Broken(BotError):
    """The person who runs the bot can put it right."""

    exit_code = 3


@dataclass(eq=False)
class QuestionRefused(WrongUse):
    reason: str
    sentence = "{reason}"


@dataclass(eq=False)
class ArticleRefused(WrongUse):
    reason: str
    sentence = "{reason}"


@dataclass(eq=False)
class DuplicateArticle(WrongUse):
    """`id` and `shelf` name the article that holds the same text."""

    id: str
    shelf: str
    sentence = "The library has this text already: it is article {id} on the shelf {shelf}."


@dataclass(eq=False)
class ArticleNotFound(WrongUse):
    id: str
    shelf: str
    sentence = "There is no article {id} on the shelf {shelf}. `bot sources` lists what is there."


@dataclass(eq=False)
class ShelfRefused(WrongUse):
    name: str
    sentence = "“{name}” is not a shelf. A shelf is “shared”, or “guild:” and a Discord server's number."


@dataclass(eq=False)
class FileRefused(WrongUse):
    path: str
    reason: str
    sentence = "{path}: {reason}"


@dataclass(eq=False)
class SettingRefused(WrongUse):
    name: str
    reason: str
    sentence = "The setting {name} can't be used: {reason}"


@dataclass(eq=False)
class LibraryUnwritable(Broken):
    path: str
    reason: str
    sentence = (
        "The data folder {path} can't be written ({reason}). Make it writable, or name another one in BOT_DATA_DIR."
    )


@dataclass(eq=False)
class DiskFull(Broken):
    path: str
    sentence = "The disk that holds {path} is full. Nothing was changed; free some space and try again."


@dataclass(eq=False)
class LibraryBusy(Broken):
    path: str
    sentence = "Another process has been writing to {path} for too long. Try again in a minute."


@dataclass(eq=False)
class LibraryDamaged(Broken):
    path: str
    reason: str
    sentence = "The database {path} is damaged ({reason}). Keep the file, and put a backup in its place."


@dataclass(eq=False)
class LibraryTooNew(Broken):
    path: str
    version: int
    known: int
    sentence = (
        "The database {path} was written by a later version of the bot (format {version}; this one knows {known}). "
        "Upgrade the bot, or name another folder in BOT_DATA_DIR."
    )


@dataclass(eq=False)
class IndexBehind(Broken):
    reason: str
    sentence = (
        "What you changed is kept, but can't be searched yet ({reason}). "
        "Put that right; the next command catches up by itself."
    )


@dataclass(eq=False)
class NotAvailable(Broken):
    what: str
    sentence = "{what}"
