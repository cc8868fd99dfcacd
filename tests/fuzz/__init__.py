"""What strangers send, by chance: a minute of it in the suite, and an hour by hand.

    python -m tests.fuzz --minutes 60

Each module of `targets` says what is sent and what has to hold. What was found has become a test beside what it is of.
"""
