"""How good a score is: F1 with tuned thresholds, area under the curve, calibration, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

Numbers = NDArray[np.float64]
BINS = 15
DRAWS = 400


def best_f1(p: Numbers, gold: Numbers) -> tuple[float, float]:
    """The best F1 of any threshold on a score, and that threshold."""
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(gold[order])
    f1 = 2 * hits / (np.arange(1, len(p) + 1) + gold.sum())
    last = np.append(np.diff(p[order]) != 0, True)  # a threshold cannot part equals
    at = int(np.argmax(np.where(last, f1, 0)))
    return float(f1[at]), float(p[order][at])


def auc(p: Numbers, gold: NDArray[np.bool_]) -> float:
    """The chance that a row with it scores above a row without; 0.5 is guessing."""
    return float(roc_auc_score(gold, p))


def auc_with_bounds(p: Numbers, gold: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The area under the curve, and its 95 % bounds."""
    return auc(p, gold), *interval(len(p), lambda rows: auc(p[rows], gold[rows]))


def calibration_error(p: Numbers, gold: Numbers) -> float:
    """Expected calibration error over all (row, label) pairs, 0 is perfect (Guo et al. 2017)."""
    flat, truth = p.ravel(), gold.ravel()
    which = np.minimum((flat * BINS).astype(int), BINS - 1)
    found = [(which == b) for b in range(BINS) if (which == b).any()]
    return float(sum(abs(flat[b].mean() - truth[b].mean()) * b.mean() for b in found))


def interval(
    count: int, measured: Callable[[NDArray[np.int64]], float], seed: int = 7
) -> tuple[float, float]:
    """95 % bounds of a measure of rows, by drawing them again (bootstrap). `measured` takes row numbers."""
    rng = np.random.default_rng(seed)
    found = [measured(rng.integers(0, count, count)) for _ in range(DRAWS)]
    known = [value for value in found if not np.isnan(value)]
    return float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))
