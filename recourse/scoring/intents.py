"""A softmax over intents: the encoder's vector of a text beside the letters that it is made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import softmax

Floats = NDArray[np.float32]
SIZES = (2, 3, 4)  # letters in a row, within a word and its two edges
LEAST = 2  # examples that a row of letters must stand in to be kept


def grams(text: str) -> Counter[str]:
    """Rows of letters of every word, with a blank at both edges: " wh", "her" …"""
    words = [f" {word} " for word in text.lower().split()]
    return Counter(w[i : i + n] for w in words for n in SIZES for i in range(len(w) - n + 1))


@dataclass(frozen=True)
class Model:
    """Weights of shape (vector + letters + 1, intents); the last row is the bias."""

    names: list[str]
    grams: dict[str, int]
    rarity: Floats
    weights: Floats
    letters: float

    def read(self, text: str, vector: Floats) -> list[tuple[str, float]]:
        """Every intent with its probability, the likeliest first."""
        columns, values = spelt(text, self.grams, self.rarity, self.letters)
        scores = vector @ self.weights[: len(vector)] + self.weights[-1]
        scores = scores + values @ self.weights[len(vector) + columns]
        chances = softmax(scores.astype(np.float64))
        return [(self.names[i], float(chances[i])) for i in np.argsort(-chances)]

    def save(self, path: Path) -> None:
        """Arrays and JSON only: nothing that runs when it is read."""
        kept = json.dumps({"names": self.names, "grams": list(self.grams), "letters": self.letters})
        np.savez_compressed(
            path, kept=np.array(kept), rarity=self.rarity, weights=self.weights.astype(np.float16)
        )

    @classmethod
    def load(cls, path: Path) -> Model:
        """What was saved."""
        with np.load(path, allow_pickle=False) as found:
            kept = json.loads(str(found["kept"]))
            order = {gram: i for i, gram in enumerate(kept["grams"])}
            weights = found["weights"].astype(np.float32)
            return cls(kept["names"], order, found["rarity"], weights, kept["letters"])


def spelt(
    text: str, known: dict[str, int], rarity: Floats, letters: float
) -> tuple[NDArray[np.intp], Floats]:
    """Columns and values of a text's letters: rarer ones weigh more, and the whole has the length `letters`."""
    found = [(known[gram], 1 + np.log(n)) for gram, n in grams(text).items() if gram in known]
    columns = np.array([column for column, _ in found], dtype=np.intp)
    values = np.array([n for _, n in found], dtype=np.float32) * rarity[columns]
    length = float(np.linalg.norm(values))
    return columns, values * np.float32(letters / length if length else 0)


def fit(
    texts: Sequence[str], vectors: Floats, names: Sequence[str], letters: float, strength: float, rounds: int
) -> Model:
    """Softmax regression by L-BFGS, an intent with few examples counting as much as one with many."""
    seen = Counter(gram for text in texts for gram in grams(text))
    known = {gram: i for i, gram in enumerate(sorted(gram for gram, n in seen.items() if n >= LEAST))}
    rarity = np.array([1 + np.log((1 + len(texts)) / (1 + seen[gram])) for gram in known], dtype=np.float32)
    rows = [spelt(text, known, rarity, letters) for text in texts]
    spelling = csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([columns for columns, _ in rows]),
            np.cumsum([0, *(len(columns) for columns, _ in rows)]),
        ),
        shape=(len(texts), len(known)),
    )
    classes, y = np.unique(np.array(names), return_inverse=True)
    weights = _fit(vectors, spelling, y, len(classes), strength, rounds)
    return Model([str(name) for name in classes], known, rarity, weights, letters)


def _fit(
    dense: Floats, sparse: Any, y: NDArray[np.intp], classes: int, strength: float, rounds: int
) -> Floats:
    width, shape = dense.shape[1], (dense.shape[1] + sparse.shape[1] + 1, classes)
    each = (len(y) / (classes * np.bincount(y, minlength=classes)))[y].astype(np.float32)
    right, turned = np.eye(classes, dtype=np.float32)[y], sparse.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(shape).astype(np.float32)
        chances = softmax(dense @ w[:width] + sparse @ w[width:-1] + w[-1], axis=1)
        off = (chances - right) * each[:, None]
        slope = np.vstack([dense.T @ off, turned @ off, off.sum(0, keepdims=True)])
        slope[:-1] += w[:-1] / strength
        miss = -np.log(np.maximum(chances[np.arange(len(y)), y], 1e-12)) * each
        return float(miss.sum() + (w[:-1] ** 2).sum() / (2 * strength)), slope.astype(np.float64).ravel()

    best = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    found: Floats = best.x.reshape(shape).astype(np.float32)
    return found
