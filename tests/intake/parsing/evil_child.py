"""The real child, with the evil reader for pages."""

from bot.intake.parsing import child, readers
from bot.intake.parsing.kinds import Kind

if __name__ == "__main__":
    readers.MODULES = {**readers.MODULES, Kind.PAGE: "tests.intake.parsing.evil_reader"}
    child.main()
