"""`bot run`."""

import logging

from bot.app import opened_newsstand, opened_servers
from bot.cli.screen import AsJson, Commands, Screen, desk_with_corpus, tell
from bot.corpus import read_corpus
from bot.desk import Desk
from bot.reply import printable
from bot.settings import LogFormat, Settings, load_settings

log = logging.getLogger(__name__)


def run(as_json: AsJson = False) -> None:
    """Serve Discord, until it is stopped."""
    # Loaded with discord.py and structlog, which take as long as all the rest.
    from bot.chat.service import bot_token, serve
    from bot.logs import LogFile, configure_logs

    screen = Screen(as_json)
    settings = load_settings()
    bot_token(settings)  # before anything is done for it
    file = None
    if settings.log_file is not None:
        file = LogFile(settings.log_file, settings.log_file_megabytes, settings.log_files_kept)
    configure_logs(settings.log_format is LogFormat.JSON, settings.log_level, file)

    def ready(name: str) -> None:
        screen.document({"signed_in_as": name})
        screen.line(f"Signed in to Discord as {printable(name)}. Stop with Ctrl+C.")

    with (
        desk_with_corpus(screen) as (desk, _),
        opened_servers(settings) as servers,
        opened_newsstand(settings, desk) as news,
    ):
        serve(desk, servers, news, settings, ready, lambda: keep_up(screen, desk, settings))


def keep_up(screen: Screen, desk: Desk, settings: Settings) -> None:
    """What is done every minute: the corpus folder is read, and a backup made where one is due."""
    tell(screen, read_corpus(desk.library, settings.corpus_dir))
    if settings.backup_dir is not None:
        from bot.backup import back_up_if_due

        for made in back_up_if_due(
            settings.data_dir, settings.backup_dir, settings.backup_hours, settings.backups_kept
        ):
            log.info("Backed up to %s: %d bytes.", made.path, made.size)


COMMANDS: Commands = {"run": (run, "For example: BOT_DISCORD_TOKEN=… bot run")}
