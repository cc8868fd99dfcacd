"""Measurements that are run by hand: how fast the bot is, and how much memory it takes."""
