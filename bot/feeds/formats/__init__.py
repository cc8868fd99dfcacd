"""The formats of feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

`decoding` makes text of bytes, `repair` well-formed XML of text, `elements` a tree of that; `rss`, `atom` and
`json_feed` read one format each, with `texts`, `moments` and `making` for what they have in common. All of it takes
time and memory in proportion to the feed, however it is made.

The reading is our own, on lxml. Of the libraries for feeds, feedparser takes more than a minute for 100 kB that are
made for it (an encoding that is declared again and again, blank lines), and the quick ones lose the zones of dates, or
items.
"""
