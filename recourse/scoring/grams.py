"""What stands in a text, beside what it means: pieces of words and pairs of words, hashed into a vector.

The sentence vector takes "my phone died" and "my mum died" for neighbours; the words tell them apart, and
pieces of words still do when they are misspelt.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

SIZE = 16384
LENGTHS = (3, 4, 5)  # characters
CHARACTERS = 4_000  # of a longer text the rest adds nothing that its passages do not
NUMBER = re.compile(r"\b(?:[a-z]-)?\d{3,}\b")  # an order number or a price is noise; an age is none
WORD = re.compile(r"[\w']+|[^\w\s.,;:\"()\-]")  # words, and marks that speak: ? ! 😀


@dataclass(frozen=True)
class Words:
    """A vector of `SIZE` with few places that are not zero; its length is 1, or 0 where there are no words."""

    places: NDArray[np.int32]
    values: NDArray[np.float32]

    def on(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product with weights of shape (rows, SIZE): one number a row."""
        found: NDArray[np.float32] = weights[:, self.places] @ self.values
        return found


def read(text: str) -> Words:
    """The words of a text: two texts with like words lie close."""
    counts: dict[int, float] = defaultdict(float)
    for piece in _pieces(text[:CHARACTERS]):
        number = zlib.crc32(
            piece.encode("utf-8", "replace")
        )  # as Python's hash, but the same in every process
        counts[number % SIZE] += 1.0 if number >> 31 else -1.0  # the sign lets what collides cancel out
    places = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
    values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    length = float(np.linalg.norm(values))
    return Words(places, values / length if length else values)


def matrix(found: Sequence[Words]) -> csr_matrix:
    """A row a text, sparse: (texts, SIZE)."""
    ends = np.cumsum([0, *(len(words.places) for words in found)])
    places = np.concatenate([words.places for words in found]) if found else np.zeros(0, dtype=np.int32)
    values = np.concatenate([words.values for words in found]) if found else np.zeros(0, dtype=np.float32)
    return csr_matrix((values, places, ends), shape=(len(found), SIZE))


def packed(weights: NDArray[np.float32]) -> str:
    """Weights of words as text for JSON: half the precision is enough, and a tenth of the size."""
    return base64.b64encode(weights.astype("<f2").tobytes()).decode()


def unpacked(weights: str, rows: int) -> NDArray[np.float32]:
    """What `packed` packed: so many rows."""
    return np.frombuffer(base64.b64decode(weights), dtype="<f2").reshape(rows, -1).astype(np.float32)


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
