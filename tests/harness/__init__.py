"""A harness that kills the bot at random moments under load, and looks at what is left.

`lanes` says what is done and what must be there after it; `worker` does it until it is killed; `looking` compares
what is there with what must be; `kills` is the command.
"""
