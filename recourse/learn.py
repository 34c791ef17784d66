"""`recourse learn risks`: fit one logistic head a category to data/policy/risks.yml, and say how good it is.

Under a minute on a CPU. Requests for a person are a head, too, fitted from the intents in data/flows/.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from recourse.model import RecourseError
from recourse.scoring import encoder, grams
from recourse.scoring.risk import HEADS, REQUEST, packed

FOLDS = 5
STRENGTH = 10.0  # inverse of the regularisation; vectors have length 1
NEAR = 3.0  # how many ordinary texts a near miss counts for, unless its category says otherwise
REQUESTS = ("request_human", "still_want_human")
ANNOTATION = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Examples:
    """What a head is fitted to: texts that count, texts that do not, and those of them that nearly do."""

    name: str
    positive: list[str]
    negative: list[str]
    near: list[str]
    weight: float = NEAR  # of a near miss
    boost: float = 1.0  # of an example: above 1, rather one too many than one missed


def risks(project: Path) -> None:
    """Fit every head, print precision and recall by cross-validation, and keep the heads."""
    path = project / "data/policy/risks.yml"
    found = YAML(typ="safe", pure=False).load(path)
    intents = _intents(project)
    heads = [*_categories(found, path, intents), _requests(found["calm"], intents)]
    weights = encoder.load(project / "models/scorer")
    features = _Features([text for head in heads for text in (*head.positive, *head.negative)], weights)
    background = _background(project / "models/scorer/background.npy")
    rows, biases = [], []
    print(f"{'head':16} {'examples':>8} {'precision':>9} {'recall':>7}   near misses taken for it")
    for head in heads:
        model, report = _fit(head, features, background)
        print(report, flush=True)
        rows.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    kept = {
        "encoder": weights.version,
        "examples": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        "names": [head.name for head in heads],
        "weights": [[round(float(w), 5) for w in row[: -grams.SIZE]] for row in rows],
        "words": packed(np.stack([row[-grams.SIZE :] for row in rows])),
        "bias": [round(bias, 5) for bias in biases],
    }
    target = project / "models/scorer" / HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")


def _categories(found: Any, path: Path, intents: dict[str, list[str]]) -> list[Examples]:
    ordinary = [*found["calm"], *(text for texts in intents.values() for text in texts)]
    examples = {category["id"]: category.get("examples", []) for category in found["categories"]}
    heads = []
    for category in found["categories"]:
        missing = {"id", "definition", "examples", "near_misses"} - set(category)
        if missing:
            raise RecourseError(
                f"{path}: category {category.get('id', '?')} needs {', '.join(sorted(missing))}"
            )
        silent = {category["id"], *category.get("related", ())}
        others = [text for name, texts in examples.items() if name not in silent for text in texts]
        head = _examples(category["id"], category["examples"], [*ordinary, *others], category["near_misses"])
        weight, boost = category.get("near_miss_weight", NEAR), category.get("example_weight", 1)
        heads.append(replace(head, weight=float(weight), boost=float(boost)))
    return heads


def _requests(calm: list[str], intents: dict[str, list[str]]) -> Examples:
    """Requests for a person: the intents' examples against all the others."""
    asked = [text for name in REQUESTS for text in intents[name]]
    others = [text for name, texts in intents.items() if name not in REQUESTS for text in texts]
    return _examples(REQUEST, asked, [*calm, *others], [])


def _examples(name: str, positive: list[str], ordinary: list[str], near: list[str]) -> Examples:
    mine = set(positive)
    negative = [text for text in dict.fromkeys([*near, *ordinary]) if text not in mine]
    return Examples(name, list(positive), negative, list(near))


def _intents(project: Path) -> dict[str, list[str]]:
    """The NLU's examples by intent, without their annotations."""
    found: dict[str, list[str]] = {}
    for file in sorted((project / "data/flows").glob("*.yml")):
        for entry in YAML(typ="safe", pure=False).load(file).get("nlu", ()):
            if "intent" in entry:
                lines = [line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- ")]
                found[entry["intent"]] = [ANNOTATION.sub(r"\1", line) for line in lines]
    return found


def _background(path: Path) -> Any:
    """What people ordinarily write, kept as sentence vectors without their words."""
    vectors = np.load(path).astype(np.float32)
    return scipy.sparse.hstack([vectors, scipy.sparse.csr_matrix((len(vectors), grams.SIZE))], format="csr")


class _Features:
    """Every text read once. A row a text: what it means, then its words (sparse, or it would take 80 MB)."""

    def __init__(self, texts: list[str], weights: encoder.Encoder) -> None:
        self._place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        sentences = np.stack([weights.read(text).sentence for text in self._place])
        words = scipy.sparse.vstack([scipy.sparse.csr_matrix(grams.read(text)) for text in self._place])
        self._rows = scipy.sparse.hstack([sentences, words], format="csr")

    def of(self, texts: list[str]) -> Any:
        """The rows of these texts, in order."""
        return self._rows[[self._place[text] for text in texts]]


def _fit(head: Examples, features: _Features, background: Any) -> tuple[LogisticRegression, str]:
    texts = [*head.positive, *head.negative]
    x = features.of(texts)
    y = np.array([1] * len(head.positive) + [0] * len(head.negative))
    near = set(head.near)
    counts = np.array([head.weight if text in near else 1.0 for text in texts])
    taken = np.zeros(len(y), dtype=bool)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(y, y):
        taken[test] = _model(x[train], y[train], counts[train], background, head.boost).predict(x[test]) == 1
    return _model(x, y, counts, background, head.boost), _report(head, taken)


def _model(
    x: Any, y: NDArray[np.int64], counts: NDArray[np.float64], background: Any, boost: float
) -> LogisticRegression:
    """A head fitted to the examples, with what people ordinarily write as further texts that do not count."""
    others = background.shape[0]
    rows = scipy.sparse.vstack([x, background], format="csr")
    labels = np.concatenate([y, np.zeros(others, dtype=int)])
    share = np.concatenate([counts, np.ones(others)])
    for label in (0, 1):  # both sides weigh the same, as with class_weight="balanced"
        share[labels == label] *= len(labels) / 2 / share[labels == label].sum()
    share[labels == 1] *= boost
    model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-3, random_state=0)
    return model.fit(rows, labels, sample_weight=share)


def _report(head: Examples, taken: NDArray[np.bool_]) -> str:
    hits, false = taken[: len(head.positive)], taken[len(head.positive) :]
    precision, recall = hits.sum() / max(1, taken.sum()), hits.mean()
    wrong = [text for text, t in zip(head.negative, false) if t]
    near = [text for text in wrong if text in set(head.near)]
    lines = [f"{head.name:16} {len(hits):8} {precision:9.3f} {recall:7.3f}   {len(near)} of {len(head.near)}"]
    lines += [f"    taken for it: {text}" for text in wrong]
    lines += [f"    missed:       {text}" for text, hit in zip(head.positive, hits) if not hit]
    return "\n".join(lines)
