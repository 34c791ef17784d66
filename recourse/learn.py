"""`recourse learn risks`: fit one logistic head a category to data/policy/risks.yml, and say how good it is.

Under a minute on a CPU. Requests for a person are a head, too, fitted from the intents in data/flows/.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from recourse.model import RecourseError
from recourse.scoring import encoder
from recourse.scoring.risk import HEADS, REQUEST

FOLDS = 5
STRENGTH = 30.0  # inverse of the regularisation; vectors have length 1
REQUESTS = ("request_human", "still_want_human")
ANNOTATION = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Examples:
    """What a head is fitted to: texts that count, texts that do not, and those of them that nearly do."""

    name: str
    positive: list[str]
    negative: list[str]
    near: list[str]


def risks(project: Path) -> None:
    """Fit every head, print precision and recall by cross-validation, and keep the heads."""
    path = project / "data/policy/risks.yml"
    found = YAML(typ="safe", pure=False).load(path)
    heads = [*_categories(found, path), _requests(project, found["calm"])]
    weights = encoder.load(project / "models/scorer")
    rows, biases = [], []
    print(f"{'head':16} {'examples':>8} {'precision':>9} {'recall':>7}   near misses taken for it")
    for head in heads:
        model, report = _fit(head, weights)
        print(report, flush=True)
        rows.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    kept = {
        "encoder": weights.version,
        "examples": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        "names": [head.name for head in heads],
        "weights": [[round(float(w), 5) for w in row] for row in rows],
        "bias": [round(bias, 5) for bias in biases],
    }
    target = project / "models/scorer" / HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")


def _categories(found: Any, path: Path) -> list[Examples]:
    heads = []
    for category in found["categories"]:
        missing = {"id", "definition", "examples", "near_misses"} - set(category)
        if missing:
            raise RecourseError(
                f"{path}: category {category.get('id', '?')} needs {', '.join(sorted(missing))}"
            )
        near = list(category["near_misses"])
        heads.append(Examples(category["id"], list(category["examples"]), [*near, *found["calm"]], near))
    return heads


def _requests(project: Path, calm: list[str]) -> Examples:
    """Requests for a person: the intents' examples against all the others."""
    positive: list[str] = []
    negative = list(calm)
    for file in sorted((project / "data/flows").glob("*.yml")):
        for entry in YAML(typ="safe", pure=False).load(file).get("nlu", ()):
            if "intent" in entry:
                lines = [line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- ")]
                texts = [ANNOTATION.sub(r"\1", line) for line in lines]
                (positive if entry["intent"] in REQUESTS else negative).extend(texts)
    asked = set(positive)
    negative = [text for text in negative if text not in asked]
    return Examples(REQUEST, positive, negative, [])


def _fit(head: Examples, weights: encoder.Encoder) -> tuple[LogisticRegression, str]:
    texts = [*head.positive, *head.negative]
    x: NDArray[np.float32] = np.stack([weights.read(text).sentence for text in texts])
    y = np.array([1] * len(head.positive) + [0] * len(head.negative))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000, random_state=0)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    p = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
    taken = p >= 0.5
    hit = int((taken & (y == 1)).sum())
    precision, recall = hit / max(1, int(taken.sum())), hit / len(head.positive)
    near = set(head.near)
    wrong = [text for text, t, gold in zip(texts, taken, y) if t and not gold and text in near]
    missed = [text for text, t, gold in zip(texts, taken, y) if gold and not t]
    lines = [
        f"{head.name:16} {len(head.positive):8} {precision:9.3f} {recall:7.3f}   {len(wrong)} of {len(near)}"
    ]
    lines += [f"    taken for it: {text}" for text in wrong]
    lines += [f"    missed:       {text}" for text in missed[:10]]
    return model.fit(x, y), "\n".join(lines)
