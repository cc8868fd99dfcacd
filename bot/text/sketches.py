"""Sketches of texts: a few bytes each, that tell how much two texts have in common.

A text's shingles are each three terms in a row; two texts are as alike as the share of all their shingles that both
hold (Broder 1997). A sketch estimates that. It is a MinHash with one permutation: the shingles' hashes fall into
SLOTS slots, and of each slot the least counts (Li, Owen and Zhang 2012). A slot without any takes that of another one
(Shrivastava 2017), so that short texts have all slots too. One byte is kept of each slot (Li and König 2010), another
one of the same hash in each, so that two short texts with equal bytes in one are not alike for that.

Where two texts are alike by 0.9, the standard error is 0.027. SimHash would not do: texts as alike as that differ
in some 7 of 64 bits, too many to be looked up.
"""

import hashlib
import zlib
from collections.abc import Container, Sequence
from operator import eq

SHINGLE = 3
SLOTS = 128
SLOT_SHIFT = 57
"""The upper 7 bits of a hash say which slot it falls into."""
BYTE_SHIFT = 56
MIX = 0x9E3779B97F4A7C15
"""2 ** 64 by the golden ratio, Knuth's multiplier: it spreads a checksum over 64 bits."""
SALT = 0x1B873593CC9E2D51
"""Makes the bytes of one hash differ from slot to slot: the two multipliers of MurmurHash3, as one number."""
MASK = 2**64 - 1

ALIKE = 0.9
"""From here on two texts are nearly the same."""
BANDS, BAND = 10, 6
"""How many bands of how many slots are looked up. Two texts share a band with a chance of 1 - (1 - alike ** 6) ** 10:
alike by 0.95, all but one of 500,000 do; by 0.9, all but one of 2,000; by 0.3, one of 140; by 0.1, one of 100,000."""


def sketch(terms: Sequence[str]) -> bytes:
    """The sketch of a text with these terms, in reading order: SLOTS bytes, none for a text without terms."""
    if not terms:
        return b""
    shingles = set(map(" ".join, zip(*(terms[i:] for i in range(SHINGLE)), strict=False))) or {" ".join(terms)}
    hashes = sorted([zlib.crc32(each.encode()) * MIX & MASK for each in shingles], reverse=True)
    least = {hash >> SLOT_SHIFT: hash for hash in hashes}  # of each slot the last stays
    if len(least) < SLOTS:
        least |= {slot: least[lender(slot, least)] for slot in range(SLOTS) if slot not in least}
    return bytes([((least[slot] ^ slot * SALT) * MIX & MASK) >> BYTE_SHIFT for slot in range(SLOTS)])


def lender(slot: int, filled: Container[int]) -> int:
    """The slot whose hash an empty one takes: the first that is filled, on a walk of its own through all of them."""
    step = (slot * MIX & MASK) >> SLOT_SHIFT | 1  # odd, so that the walk comes to each of them
    while slot not in filled:
        slot = (slot + step) % SLOTS
    return slot


def resemblance(one: bytes, other: bytes) -> float:
    """How alike two texts are, 0 to 1, by their sketches; 0 where one has none."""
    same: int = sum(map(eq, one, other))
    return same / SLOTS


def bands(sketch: bytes, where: str) -> list[int]:
    """The numbers, of 64 bits, by which texts that are nearly the same are looked up; no two places share any.

    BANDS of them, none for an empty sketch.
    """
    pieces = [sketch[i * BAND : (i + 1) * BAND] + bytes([i]) for i in range(BANDS)] if sketch else []
    digests = [hashlib.blake2b(piece + where.encode(), digest_size=8).digest() for piece in pieces]
    return [int.from_bytes(digest, signed=True) for digest in digests]
