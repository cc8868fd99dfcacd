"""The database of servers: each call is one transaction."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.database import Database
from bot.errors import LibraryDamaged
from bot.servers import answers, gaps, leaving, marks, people, settings
from bot.servers.answers import Posted
from bot.servers.columns import text_column
from bot.servers.gaps import Gap, GapPage, Kind
from bot.servers.people import Mentions
from bot.servers.schema import MIGRATIONS
from bot.servers.settings import ServerSettings, SettingChange, SettingValue

FILE = "servers.db"
"""Its name in the data folder."""
MAX_NAME = 100
MAX_TEXT = 10_000


def utc_now() -> datetime:
    return datetime.now(UTC)


class Servers:
    """What is kept of each Discord server besides its articles. Any thread may call it, several processes may open it.

    Every look-up names the server that it is made for, and sees nothing of another's. `None` in its place stands for
    direct messages. Under an id that Discord can't have given out (below 1, or 2^64 and above) nothing is kept and
    nothing found. Every call raises what is below `bot.errors.Broken`.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = utc_now) -> None:
        """Open the file, and make it where there is none. `now` is the clock: moments with their zone."""
        self._database = Database(path, MIGRATIONS)
        self._now = now

    def close(self) -> None:
        self._database.close()

    # Settings

    def settings(self, server: int) -> ServerSettings:
        with self._database.read() as sql:
            return settings.settings(sql, server)

    def change_settings(self, server: int, by: str, /, **changes: object) -> tuple[SettingChange, ...]:
        """Set what is named, all of it or nothing; what was changed by that, each of it written into the journal.

        `by` is who did it, "discord:<id>". With `keep_gaps` off, the server's gaps and kept questions are deleted at
        once. Raises SettingRefused, and ShelfRefused where no server can have that id.
        """
        values = settings.checked(changes)
        with self._write() as sql:
            changed = settings.change(sql, server, by, values, self._now())
            if values.get("keep_gaps") is False:
                gaps.forget_questions(sql, server)
        return changed

    def write_down(self, server: int, by: str, name: str, before: SettingValue, after: SettingValue) -> None:
        """Write a line into the journal of settings, of what is kept elsewhere, such as a feed that is followed.

        Raises ShelfRefused where no server can have that id.
        """
        with self._write() as sql:
            settings.write_down(sql, server, by, name, before, after, self._now())

    def settings_journal(self, server: int, limit: int, offset: int = 0) -> tuple[SettingChange, ...]:
        """The changes of this server's settings, the newest first; 1,000 at most."""
        with self._database.read() as sql:
            return settings.journal(sql, server, limit, offset)

    def settings_changes(self, server: int) -> int:
        """How many changes the journal has of this server."""
        with self._database.read() as sql:
            return settings.count(sql, server)

    # Answers

    def remember(self, posted: Posted) -> bool:
        """Keep that an answer was posted, in place of what the same message said before; whether it is kept.

        Its question is left out where the server doesn't keep gaps, and in direct messages.
        """
        with self._write() as sql:
            return answers.remember(sql, posted)

    def answers_to(self, server: int | None, question_message: int) -> tuple[Posted, ...]:
        """What was posted there in answer to this message, the newest first: several people may ask about one."""
        with self._database.read() as sql:
            return answers.answers_to(sql, server, question_message)

    def answer(self, server: int | None, message: int) -> tuple[Posted, ...]:
        """The answer that is this message: one, or none."""
        with self._database.read() as sql:
            return answers.answer(sql, server, message)

    def quoting(self, server: int | None, article_key: str, since: datetime) -> tuple[Posted, ...]:
        """What was posted there from that moment on and quotes this article, the newest first."""
        with self._database.read() as sql:
            return answers.quoting(sql, server, article_key, since)

    def quoting_anywhere(self, article_key: str, since: datetime) -> tuple[Posted, ...]:
        """The same on all servers and in direct messages, for an article of the shared shelf."""
        with self._database.read() as sql:
            return answers.quoting_anywhere(sql, article_key, since)

    def forget_answer(self, server: int | None, message: int) -> None:
        """No longer know of an answer, nor of its marks."""
        with self._write() as sql:
            answers.forget_answer(sql, server, message)

    def purge_answers(self, before: datetime) -> int:
        """Delete the answers and the marks from before that moment; how many answers they were."""
        with self._write() as sql:
            return answers.purge_answers(sql, before)

    # Not helpful

    def mark(self, server: int | None, message: int, voter: int) -> bool:
        """Mark a remembered answer as not helpful; whether this person had not marked it before.

        False as well for an answer that isn't remembered. Who marked it is kept as a keyed digest only.
        """
        with self._write() as sql:
            return marks.mark(sql, server, message, voter, self._now())

    def has_marked(self, server: int | None, message: int, voter: int) -> bool:
        """Whether this person has marked this answer, and that is still known."""
        with self._database.read() as sql:
            return marks.has_marked(sql, server, message, voter)

    def marks(self, server: int | None, message: int) -> int:
        """How many people marked this answer."""
        with self._database.read() as sql:
            return marks.marks(sql, server, message)

    def marks_by_article(self, server: int | None, since: datetime) -> Mapping[str, int]:
        """Article key -> marks from that moment on, most first; the empty key is of answers that quote none."""
        with self._database.read() as sql:
            return marks.marks_by_article(sql, server, since)

    # Gaps

    def record_gap(self, server: int, subject: str, question: str, kind: Kind, reason: str = "") -> bool:
        """Count a question among the server's gaps; False, and nothing is kept, where the server doesn't want them.

        Questions of one `subject` (their terms, sorted) are one gap, worded as the first of them.
        """
        with self._write() as sql:
            return gaps.record(sql, server, subject, question, kind, reason, self._now())

    def explain_gap(self, server: int, subject: str, reason: str) -> bool:
        """Add what somebody says of a gap, without counting it again; whether there is such a gap."""
        with self._write() as sql:
            return gaps.explain(sql, server, subject, reason)

    def gaps(self, server: int, page: int, size: int) -> GapPage:
        """A page of 1 to 100 gaps, the most frequent first, of those the latest; the nearest page that there is."""
        with self._database.read() as sql:
            return gaps.gaps(sql, server, page, size)

    def gap(self, server: int, key: str) -> tuple[Gap, ...]:
        """The gap of this key (`Gap.key`): one, or none."""
        with self._database.read() as sql:
            return gaps.gap(sql, server, key)

    def close_gap(self, server: int, key: str) -> bool:
        """Delete the gap of this key (`Gap.key`); whether it was there."""
        with self._write() as sql:
            return gaps.close(sql, server, key)

    # Departures

    def left(self, server: int, moment: datetime) -> None:
        """The bot is no longer on this server. The first moment stands until it comes back."""
        with self._write() as sql:
            leaving.left(sql, server, moment)

    def joined(self, server: int) -> None:
        """The bot is on this server, for the first time or again."""
        with self._write() as sql:
            leaving.joined(sql, server)

    def present(self, servers: Collection[int], moment: datetime) -> None:
        """These are all the servers that the bot is on: any other one, it has left by that moment."""
        with self._write() as sql:
            leaving.present(sql, servers, moment)

    def departed(self, before: datetime) -> Sequence[int]:
        """The servers that the bot left before that moment and has not come back to, the longest ago first."""
        with self._database.read() as sql:
            return leaving.departed(sql, before)

    def forget(self, server: int) -> None:
        """Delete all that is kept of a server, also that the bot has left it: so this comes last."""
        with self._write() as sql:
            leaving.forget(sql, server)

    # People

    def mentions_of(self, person: int) -> Mentions:
        """How often a person stands in what is kept of all servers."""
        with self._database.read() as sql:
            return people.mentions_of(sql, person)

    def forget_person(self, person: int) -> None:
        """Take a person out of the journals and the marks of all servers; what they did stays, as nobody's."""
        with self._write() as sql:
            people.forget_person(sql, person)

    # Small texts

    def remembered(self, name: str) -> str:
        """A text by its name; empty where there is none."""
        with self._database.read() as sql:
            row = sql.execute("SELECT value FROM small_text WHERE name = ?", (text_column(name, MAX_NAME),)).fetchone()
            return str(row[0]) if row else ""

    def remember_text(self, name: str, value: str) -> None:
        """Keep a text of up to 10,000 code points under a name of up to 100, in place of the one before."""
        with self._write() as sql:
            values = (text_column(name, MAX_NAME), text_column(value, MAX_TEXT))
            sql.execute("INSERT OR REPLACE INTO small_text VALUES (?, ?)", values)

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A transaction, in which a value that nobody can have written means damage, as it does in reading."""
        with self._database.write() as sql:
            try:
                yield sql
            except (ValueError, TypeError) as exc:
                raise LibraryDamaged(str(self._database.path), str(exc)) from exc
