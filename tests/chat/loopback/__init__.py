"""A Discord of our own on 127.0.0.1, for the unmodified client: HTTP API and gateway, version 10.

`Loopback.start()` once a process, `new_world()` once a test; then make a server and people, start the bot with
`world.token`, `world.wait_ready()`, and let people act:

    alice = world.person("Alice")
    guild = world.guild("Readers", alice)
    general = guild.channel("general")
    question = alice.says(general, "{bot} how many?")
    assert "2,500" in question.answer().content
    alice.slash(general, "ask", question="how many?").reply()
    world.check()

Nothing here sleeps for luck: what waits does so until the thing happens, or fails with the transcript.
"""

from tests.chat.loopback.interactions import Acknowledgement, Choice, Interaction
from tests.chat.loopback.messages import Attachment, Message
from tests.chat.loopback.modals import Modal
from tests.chat.loopback.people import Person
from tests.chat.loopback.server import Loopback
from tests.chat.loopback.values import Upload
from tests.chat.loopback.world import World

__all__ = [
    "Acknowledgement",
    "Attachment",
    "Choice",
    "Interaction",
    "Loopback",
    "Message",
    "Modal",
    "Person",
    "Upload",
    "World",
]
