"""Draw `docs/answer.svg`: what `bot ask` prints, run for real on the sample corpus.

python docs/picture.py
"""

import os
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
QUESTION = "how many US troops are in Iraq"


def ask(folder: str) -> str:
    """The output of the command, with its colours."""
    environment = os.environ | {"BOT_DATA_DIR": folder, "FORCE_COLOR": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", "bot", "ask", QUESTION]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.replace(ROOT.as_uri(), "file:///home/you/verbatim")


def draw(printed: str) -> str:
    """The output as a picture of a terminal, without fonts from elsewhere."""
    console = Console(record=True, width=100, file=StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "green"), f'bot ask "{QUESTION}"'))
    console.print(Text.from_ansi(printed))
    svg = console.export_svg(title="bot ask", theme=MONOKAI, unique_id="answer")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (ROOT / "docs/answer.svg").write_text(draw(ask(folder)), "utf-8")


if __name__ == "__main__":
    main()
