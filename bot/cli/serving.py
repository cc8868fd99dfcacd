"""`bot run`."""

from bot.app import opened_newsstand, opened_servers
from bot.cli.screen import AsJson, Commands, Screen, desk_with_corpus, tell
from bot.corpus import read_corpus
from bot.reply import printable
from bot.settings import LogFormat, load_settings


def run(as_json: AsJson = False) -> None:
    """Serve Discord, until it is stopped."""
    # Loaded with discord.py and structlog, which take as long as all the rest.
    from bot.chat.service import bot_token, serve
    from bot.logs import configure_logs

    screen = Screen(as_json)
    settings = load_settings()
    bot_token(settings)  # before anything is done for it
    configure_logs(settings.log_format is LogFormat.JSON, settings.log_level)

    def ready(name: str) -> None:
        screen.document({"signed_in_as": name})
        screen.line(f"Signed in to Discord as {printable(name)}. Stop with Ctrl+C.")

    with (
        desk_with_corpus(screen) as (desk, _),
        opened_servers(settings) as servers,
        opened_newsstand(settings, desk) as news,
    ):
        serve(
            desk, servers, news, settings, ready, lambda: tell(screen, read_corpus(desk.library, settings.corpus_dir))
        )


COMMANDS: Commands = {"run": (run, "For example: BOT_DISCORD_TOKEN=… bot run")}
