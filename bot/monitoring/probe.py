"""Ask the bot's port how it is: `python -m bot.monitoring.probe http://127.0.0.1:9464/health`.

For a container's health check, each half minute: so it loads the standard library only. Ends with exit code 0 where
all is well, else 1, and prints one line that says why.
"""

import http.client
import json
import sys
from urllib.parse import urlsplit

SECONDS = 8.0
"""More than the bot itself waits for its library."""
MAX_ANSWER_BYTES = 10_000


def ask(address: str) -> str:
    """Why the bot isn't well; nothing where it is."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        body = response.read(MAX_ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as exc:
        return f"Nothing answers at {address} ({exc or type(exc).__name__})."
    finally:
        connection.close()
    return "" if response.status == http.client.OK else reason(body, response.status)


def reason(body: bytes, status: int) -> str:
    """What the bot said; else the number of what answered in its place."""
    try:
        return str(json.loads(body)["reason"])
    except (ValueError, LookupError, TypeError):
        return f"What answers is not the bot (status {status})."


def main() -> None:
    said = ask(sys.argv[1])
    print(said or "All is well.")
    sys.exit(1 if said else 0)


if __name__ == "__main__":
    main()
