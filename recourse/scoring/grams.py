"""What stands in a text, beside what it means: pieces of words and pairs of words, hashed into a vector.

The sentence vector takes "my phone died" and "my mum died" for neighbours; the words tell them apart, and
pieces of words still do when they are misspelt.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SIZE = 4096
LENGTHS = (3, 4, 5)  # characters
CHARACTERS = 4_000  # of a longer text the rest adds nothing that its passages do not
NUMBER = re.compile(r"\b(?:[a-z]-)?\d{3,}\b")  # an order number or a price is noise; an age is none
WORD = re.compile(r"[\w']+|[?!]")


def read(text: str) -> NDArray[np.float32]:
    """A vector of length 1 (of length 0 where there are no words): two texts with like words lie close."""
    found = np.zeros(SIZE, dtype=np.float32)
    for piece in _pieces(text[:CHARACTERS]):
        number = zlib.crc32(
            piece.encode("utf-8", "replace")
        )  # as Python's hash, but the same in every process
        found[number % SIZE] += 1.0 if number >> 31 else -1.0  # the sign lets what collides cancel out
    length = float(np.linalg.norm(found))
    return found / length if length else found


def _pieces(text: str) -> Iterator[str]:
    words = WORD.findall(NUMBER.sub("0", text.casefold().replace("’", "'")))
    for word in words:
        padded = f" {word} "
        for n in LENGTHS:
            yield from (padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))
    kinds = [_kind(word) for word in words]
    yield from (f"{one}_{other}" for one, other in pairwise(kinds))


def _kind(word: str) -> str:
    """A number by its kind: one below 18 can be a child's age."""
    if not word.isdecimal():
        return word
    return "<18>" if 0 < int(word) < 18 else "<number>"
