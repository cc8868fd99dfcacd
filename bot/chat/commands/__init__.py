"""The slash commands and menus, a subject a module.

Each module has `commands(front)`, what it adds to the tree, and `ROUTES`, the buttons and forms that it answers.
Descriptions are in `bot.reply.discord`.
"""

from collections.abc import Iterator, Mapping

from bot.chat import answers
from bot.chat.commands import articles, asking, audit, diagnosing, feeds, gaps, settings, setup, sources, verifying
from bot.chat.front import Front
from bot.chat.routes import Handler
from bot.chat.tree import AnyCommand

SUBJECTS = (
    asking,
    verifying,
    sources,
    articles,
    feeds,
    gaps,
    audit,
    settings,
    setup,
    diagnosing,
)


def every_command(front: Front) -> Iterator[AnyCommand]:
    """All commands, in the order of the list that Discord shows."""
    for subject in SUBJECTS:
        yield from subject.commands(front)


def every_route() -> Mapping[str, Handler]:
    """Name of a route -> its handler."""
    routes = dict(answers.ROUTES)
    for subject in SUBJECTS:
        routes |= subject.ROUTES
    return routes
