"""The shipped tagger: a small int8 network that marks names, addresses, organisations and dates of birth.

It reads the tokens of the encoder's vocabulary, which knows no capitals, and beside each the case of its word.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from recourse.scoring.encoder import session, tokenizer

TYPES = ("PERSON", "LOCATION", "ORGANIZATION", "DATE_OF_BIRTH")  # the network's columns; before them: nothing
CASES = ("none", "lower", "title", "upper", "mixed", "digits")
TOKENS, OVERLAP = 96, 32  # a longer text is read in windows; what stands at the edge of one is inside another
#: How sure (0 to 1) that a word is personal at all, by its likeliest type: ordinary words are taken for names most
#: easily, and those in small letters still more.
FLOOR = {"PERSON": 0.65, "LOCATION": 0.5, "ORGANIZATION": 0.5, "DATE_OF_BIRTH": 0.5}
SMALL_NAME = 0.85
BESIDE = 0.15  # the same of a word beside a sure one: a house number, a second surname
#: The number of an order or a parcel, never a part of a name or an address.
CODE = re.compile(r"\b[A-Za-z]{1,3}-\d{5,}\b")
#: Between two words of a type they belong to both: Al-Masri, O'Brien, 12 Mill Lane, Leeds.
JOINTS = frozenset("-'’.,&/#º")


@dataclass(frozen=True)
class Found:
    """Personal data from `start` to `end` (characters of the text): its type, one of `TYPES`, and how sure (0 to 1)."""

    start: int
    end: int
    type: str
    score: float


class Tagger:
    """Weights and tokenizer of a folder such as models/scorer. RecourseError where the weights are missing.

    One thread, and one text after the other: turns come one by one.
    """

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "tagger.onnx")
        self._tokenizer = tokenizer(folder)
        self.spans = functools.lru_cache(maxsize=1024)(self._spans)  # a case is looked at again and again

    def _spans(self, text: str) -> tuple[Found, ...]:
        """What is personal in any text, in order, never overlapping, of whole words."""
        legible = text.encode("utf-8", "replace").decode()  # half an emoji becomes one "?": places stay
        read = self._tokenizer.encode(legible)
        if len(read.ids) <= 2:  # nothing but the marks of beginning and end
            return ()
        return tuple(_joined(legible, _words(read, self._probabilities(read, case_ids(legible, read)))))

    def _probabilities(self, read: Encoding, cases: Sequence[int]) -> NDArray[np.float32]:
        """(tokens, 1 + types), without the two marks; each token from the window where most stands around it."""
        first, last = read.ids[0], read.ids[-1]
        ids, count = read.ids[1:-1], len(read.ids) - 2
        out = np.zeros((count, 1 + len(TYPES)), dtype=np.float32)
        for begin in range(0, max(1, count - OVERLAP), TOKENS - OVERLAP):
            end = min(begin + TOKENS, count)
            row = np.array([[first, *ids[begin:end], last]], dtype=np.int64)
            case = np.array([[0, *cases[begin + 1 : end + 1], 0]], dtype=np.int64)
            given = {"input_ids": row, "attention_mask": np.ones_like(row), "case_ids": case}
            (found,) = self._session.run(["probabilities"], given)
            skip = OVERLAP // 2 if begin else 0  # the window before knows these better
            out[begin + skip : end] = found[0, 1 + skip : -1]
        return out


def case_ids(text: str, read: Encoding) -> list[int]:
    """For each token, marks of beginning and end too, the place in `CASES` of the word that it is a part of."""
    kinds: dict[int, int] = {}
    found = []
    for number, (start, end) in zip(read.word_ids, read.offsets):
        if number is None:
            found.append(0)
            continue
        if number not in kinds:
            kinds[number] = _case(text[slice(*read.word_to_chars(number))])
        found.append(kinds[number] if end > start else 0)
    return found


def _case(word: str) -> int:
    if word.isdecimal():
        return CASES.index("digits")
    if not any(map(str.isalpha, word)):
        return CASES.index("none")
    if not any(map(str.isupper, word)):
        return CASES.index("lower")
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return CASES.index("title")
    return CASES.index("upper" if word.isupper() else "mixed")


class _Word(NamedTuple):
    start: int
    end: int
    type: str  # the likeliest, however unlikely
    score: float  # how sure that it is personal at all


def _words(read: Encoding, p: NDArray[np.float32]) -> list[_Word]:
    """Words and marks of punctuation, each by the mean of its pieces."""
    numbers, offsets = read.word_ids[1:-1], read.offsets[1:-1]  # each read of them makes the list anew
    found = []
    for _, group in itertools.groupby(range(len(p)), numbers.__getitem__):
        places = list(group)
        mean = p[places].mean(0)
        start, end = offsets[places[0]][0], offsets[places[-1]][1]
        found.append(_Word(start, end, TYPES[int(mean[1:].argmax())], 1 - float(mean[0])))
    return found


def _types(text: str, words: Sequence[_Word]) -> list[str]:
    """The type of each word, empty for none: sure ones, what stands beside them, and what joins two."""
    codes = {at for code in CODE.finditer(text) for at in range(*code.span())}
    likely = ["" if word.start in codes or word.score < BESIDE else word.type for word in words]
    types = [kind if word.score >= _floor(text, word) else "" for kind, word in zip(likely, words)]
    types = _spread(types, likely)
    types = _spread(types[::-1], likely[::-1])[::-1]
    for at in range(1, len(words) - 1):
        before, word, after = words[at - 1 : at + 2]
        joint = types[at - 1] == types[at + 1] and text[word.start : word.end] in JOINTS
        if joint and (types[at - 1] == "LOCATION" or (before.end == word.start and word.end == after.start)):
            types[at] = types[at - 1]
    return types


def _floor(text: str, word: _Word) -> float:
    small = not any(map(str.isupper, text[word.start : word.end]))
    return SMALL_NAME if small and word.type == "PERSON" else FLOOR[word.type]


def _spread(types: Sequence[str], likely: Sequence[str]) -> list[str]:
    """Each word that has no type takes that of the word before it, if it is its likeliest too."""
    found = list(types)
    for at in range(1, len(found)):
        if not found[at] and found[at - 1] == likely[at]:
            found[at] = likely[at]
    return found


def _joined(text: str, words: Sequence[_Word]) -> Iterator[Found]:
    """Neighbours of one type as one span, without the punctuation at its ends."""
    for kind, group in itertools.groupby(zip(_types(text, words), words), lambda pair: pair[0]):
        run = [word for _, word in group]
        start, end = run[0].start, run[-1].end
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not text[end - 1].isalnum():
            end -= 1
        # accents that are characters of their own
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        # a lone number is no name, and "2" no date
        worth = end - start > 5 if kind == "DATE_OF_BIRTH" else any(map(str.isalpha, text[start:end]))
        if kind and worth:
            yield Found(start, end, kind, float(np.mean([word.score for word in run])))


@functools.cache
def load(folder: Path) -> Tagger:
    """The tagger of a folder, once a process."""
    return Tagger(folder)
