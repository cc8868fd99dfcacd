"""Whether Discord took the commands the last time that they were registered."""

from bot.servers import Servers


def name_of(application: int | None) -> str:
    return f"why the commands of {application} were refused"


def note(servers: Servers, application: int | None, refusal: str) -> None:
    """Keep why Discord refused them; empty where it did not."""
    if servers.remembered(name_of(application)) != refusal:
        servers.remember_text(name_of(application), refusal)


def refused(servers: Servers, application: int | None) -> str:
    """Why Discord refused them the last time; empty where it did not."""
    return servers.remembered(name_of(application))
