"""The bot in Discord: what people ask there, and how the answers look there.

Everything that knows of Discord is in here; all else could answer anywhere.
"""
