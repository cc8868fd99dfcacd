"""A Discord bot that quotes the sentence that answers, word for word, with its source.

Read the rooms in the order of `docs/design.md`; each package's docstring is the question that it answers.
"""
