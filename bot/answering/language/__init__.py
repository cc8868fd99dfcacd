"""Here is a text in some language: give me its numbers and dates, what it asks for, and what it shows.

`wording` reads the files in `files/`, one a language; `phrases` makes expressions of their phrases. `quantities` and
`moments` find numbers and dates, `kinds` what a question asks for and a sentence shows, `opposites` words of opposite
sense. Nothing here knows of articles, scores or answers.
"""
