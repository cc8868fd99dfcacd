"""Is the bot well, and what are its numbers? Told over HTTP, to whoever operates it.

`numbers` counts what the front tells it, `health` says whether all is well, `server` serves both on a port of this
machine, and `probe` asks that port, for a container's health check. Nothing is imported here: a probe has to be quick.
"""
