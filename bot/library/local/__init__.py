"""The library's home in one folder of one machine: SQLite is the truth, tantivy is the index derived from it.

`schema` makes the tables; `records` turns values into rows and back; `store` changes articles, `versions` keeps what
they said before, and `twins` finds those that are nearly the same; `reading` reads them, `lists` and `suggesting` list
them; `index` is tantivy, `following` brings it as far as the database has come, and
`searching` asks it, with `spelling` for what was mistyped; `checkup` says whether all is sound; `home` is the whole.
"""

from bot.library.local.home import FILE, LocalLibrary

__all__ = ["FILE", "LocalLibrary"]
