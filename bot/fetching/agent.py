"""How the bot introduces itself to servers."""

from importlib.metadata import PackageNotFoundError, metadata

NAME = "Verbatim"
"""Also the name by which a robots.txt may speak of it."""
DISTRIBUTION = "verbatim-bot"


def user_agent(distribution: str = DISTRIBUTION) -> str:
    """Name, version, and where the project is to be read about, as far as the package's metadata know them."""
    try:
        about = metadata(distribution)
    except PackageNotFoundError:
        return NAME
    links = [each.partition(",")[2].strip() for each in about.get_all("Project-URL", [])]
    home = next((each for each in links if each.startswith("https://")), "")
    return f"{NAME}/{about['Version']}" + (f" (+{home})" if home else "")
