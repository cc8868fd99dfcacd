"""The library's home in one folder of one machine: SQLite is the truth, tantivy is the index derived from it.

`database` opens SQLite and translates its errors; `records` turns values into rows and back; `store` changes
and reads articles; `index` is tantivy; `home` puts them together and keeps the index up to date.
"""

from bot.library.local.home import LocalLibrary

__all__ = ["LocalLibrary"]
