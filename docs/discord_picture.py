"""Draw `docs/discord.png`: what the bot says in Discord, asked for real of the sample corpus.

The words are the bot's, to the letter; their look is an HTML rendering of Discord's, for a screenshot of Discord itself
would need an account. Needs Chromium.

python docs/discord_picture.py
"""

import html
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.app import default_thresholds, open_desk  # noqa: E402
from bot.chat.messages import abstention_message, answer_message  # noqa: E402
from bot.chat.outgoing import Outgoing  # noqa: E402
from bot.corpus import read_corpus  # noqa: E402
from bot.model import SHARED, Answer  # noqa: E402
from bot.reply import words_for  # noqa: E402
from bot.servers import Style  # noqa: E402

QUESTIONS = ("how many US troops are in Iraq?", "who won the football world cup in 2022?")
SIZE = (720, 420)  # CSS pixels
STYLE = """
body { margin: 0; background: #313338; color: #dbdee1; font: 16px/1.375 "Noto Sans", "DejaVu Sans", sans-serif; }
.message { display: flex; padding: 14px 18px 0; }
.face { width: 40px; height: 40px; border-radius: 50%; margin-right: 16px; flex: none; display: grid;
  place-items: center; font-weight: 600; color: #fff; }
.name { font-weight: 600; color: #f2f3f5; } .time { color: #949ba4; font-size: 12px; margin-left: 8px; }
.app { background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; border-radius: 3px; padding: 1px 5px;
  margin-left: 5px; vertical-align: 2px; }
.mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px; }
blockquote { margin: 0; padding-left: 12px; border-left: 4px solid #4e5058; border-radius: 2px; }
small { font-size: 13px; color: #949ba4; display: block; } a { color: #00a8fc; text-decoration: none; }
.buttons { margin-top: 8px; } .buttons span { background: #4e5058; color: #fff; font-size: 14px; font-weight: 500;
  border-radius: 8px; padding: 6px 16px; margin-right: 8px; display: inline-block; }
.note { color: #6d7178; font-size: 11px; padding: 16px 18px 0; }
"""


def inline(text: str) -> str:
    """Bold, links and escapes of a line."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(html.escape(match[1]))
        return f"\0{len(held) - 1}\0"

    text = html.escape(re.sub(r"\\([^\w\s])", hold, text), quote=False)
    text = re.sub(r"\[(.+?)\]\(&lt;.+?&gt;\)", r"<a>\1</a>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\0(\d+)\0", lambda match: held[int(match[1])], text)


def block(line: str) -> str:
    if line.startswith("> "):
        return f"<blockquote>{inline(line[2:])}</blockquote>"
    if line.startswith("-# "):
        return f"<small>{inline(line[3:])}</small>"
    return f"<div>{inline(line)}</div>"


def person(question: str) -> str:
    said = f'<span class="mention">@Verbatim</span> {html.escape(question)}'
    return message("Ada", "#3ba55c", "", f"<div>{said}</div>")


def bot(out: Outgoing) -> str:
    body = "".join(map(block, out.content.split("\n")))
    labels = "".join(f"<span>{html.escape(str(getattr(item, 'label', '')))}</span>" for item in out.items)
    return message("Verbatim", "#5865f2", '<span class="app">APP</span>', f'{body}<div class="buttons">{labels}</div>')


def message(name: str, colour: str, badge: str, body: str) -> str:
    face = f'<div class="face" style="background:{colour}">{name[0]}</div>'
    head = f'<div><span class="name">{name}</span>{badge}<span class="time">Today at 09:41</span></div>'
    return f'<div class="message">{face}<div>{head}{body}</div></div>'


def conversation() -> str:
    """Each question with what the bot says to it."""
    words, today, said = words_for("en"), datetime.now(UTC).date(), []
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder), default_thresholds()) as desk:
        read_corpus(desk.library, ROOT / "corpus")
        for question in QUESTIONS:
            decision = desk.ask(question, SHARED)
            answered = isinstance(decision, Answer)
            out = (
                answer_message(words, decision, today, 1, Style.FULL)
                if answered
                else abstention_message(words, decision)
            )
            said += [person(question), bot(out)]
    return "".join(said)


def main() -> None:
    note = '<div class="note">An HTML rendering of Discord’s look; the words are the bot’s.</div>'
    page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{conversation()}{note}"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", ROOT / "docs/discord.png"
        source.write_text(page, "utf-8")
        size = ",".join(map(str, SIZE))
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=2",
                f"--window-size={size}", f"--screenshot={target}", source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
