"""The shipped encoder: one int8 network that reads a text once for emotions, risks and intents."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from recourse.model import RecourseError
from recourse.scoring import grams

TOKENS = 128  # a longer text is read in its first and last 64 tokens
CHARACTERS = 10_000  # of a still longer one only so much at each end is cut into tokens


@dataclass(frozen=True)
class Reading:
    """What is read of one text: a logit an emotion, what it is about (a unit vector of 384 floats), what there is to
    worry about in it (a unit vector of 128), and its words."""

    emotions: NDArray[np.float32]
    sentence: NDArray[np.float32]
    concern: NDArray[np.float32]
    words: grams.Words


class Encoder:
    """Weights and tokenizer of a folder such as models/scorer. One thread: turns come one by one."""

    def __init__(self, folder: Path) -> None:
        weights = folder / "encoder.onnx"
        self._session = session(weights)
        self.version = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
        self._tokenizer = tokenizer(folder)
        self.read = functools.lru_cache(maxsize=4096)(
            self._read
        )  # earlier turns come again with each new one

    def _read(self, text: str) -> Reading:
        """One text. One by one: beside others the int8 network rounds each a little differently (emotions by up
        to 0.2), and on one thread a batch is hardly faster."""
        legible = _legible(text)
        ids = np.array([_cut(self._tokenizer.encode(legible).ids)], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        emotions, sentences, concerns = self._session.run(["emotions", "sentence", "concern"], given)
        p = np.clip(emotions[0], 1e-6, 1 - 1e-6)
        return Reading(np.log(p / (1 - p)), sentences[0], concerns[0], grams.read(legible))


def session(weights: Path) -> onnxruntime.InferenceSession:
    """A network on one thread. RecourseError where its weights are missing."""
    if not weights.exists():
        raise RecourseError(f"{weights} is missing; it comes with the repository: git checkout {weights}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder, without its cuts and fillings."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def _legible(text: str) -> str:
    ends = text if len(text) <= 2 * CHARACTERS else text[:CHARACTERS] + text[-CHARACTERS:]
    return ends.encode("utf-8", "replace").decode()  # half an emoji is no character, and no fault either


def _cut(ids: list[int]) -> list[int]:
    return ids if len(ids) <= TOKENS else ids[: TOKENS // 2] + ids[-TOKENS // 2 :]


@functools.cache
def load(folder: Path) -> Encoder:
    """The encoder of a folder, once a process."""
    return Encoder(folder)
