"""`recourse learn risks`: fit one logistic head a category to data/policy/risks.yml, and say how good it is.

About a minute and a half on two cores. Requests for a person are a head, too, fitted from the intents in data/flows/.
`recourse learn background --data FOLDER` makes what it needs of public sets, once for new weights: vectors of
ordinary writing, which every head must leave alone, of posts by people at risk, and of abuse. Words cannot be read
from them.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from recourse.learn import corpora, readings
from recourse.model import RecourseError
from recourse.scoring import encoder, grams
from recourse.scoring.risk import HEADS, REQUEST

BACKGROUND = "background.npz"
FOLDS = 5
STRENGTH = 10.0  # inverse of the regularisation; vectors have length 1
NEAR = 3.0  # how many ordinary texts a near miss counts for, unless its category says otherwise
EACH = 40  # examples of an intent that stand for ordinary talk; many are variations of each other
ORDINARY = 1500  # comments, and as many service texts, in the background
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


@dataclass(frozen=True)
class Fitted:
    """A head, and what models that did not see a text said of it: True where they took it."""

    examples: Examples
    weights: NDArray[np.float32]
    bias: float
    taken: NDArray[np.bool_]

    @property
    def precision(self) -> float:
        """Of what is taken, the share that counts."""
        return float(self.taken[: len(self.examples.positive)].sum() / max(1, self.taken.sum()))

    @property
    def recall(self) -> float:
        """Of what counts, the share that is taken."""
        return float(self.taken[: len(self.examples.positive)].mean())

    @property
    def missed(self) -> list[str]:
        """Examples not taken."""
        return [text for text, hit in zip(self.examples.positive, self.taken) if not hit]

    @property
    def wrong(self) -> list[str]:
        """Texts taken that do not count."""
        false = self.taken[len(self.examples.positive) :]
        return [text for text, hit in zip(self.examples.negative, false) if hit]


def fit(project: Path) -> None:
    """Fit every head, print precision and recall by cross-validation, and keep the heads."""
    weights = encoder.load(project / "models/scorer")
    found = cross_validated(project, weights)
    print(f"{'head':16} {'examples':>8} {'precision':>9} {'recall':>7}   near misses taken for it")
    for head in found:
        print(report(head), flush=True)
    rows = np.stack([head.weights for head in found])
    kept = {
        "encoder": weights.version,
        "examples": hashlib.sha256((project / "data/policy/risks.yml").read_bytes()).hexdigest()[:12],
        "names": [head.examples.name for head in found],
        "weights": [[round(float(w), 5) for w in row[: -grams.SIZE]] for row in rows],
        "words": grams.packed(rows[:, -grams.SIZE :]),
        "bias": [round(head.bias, 5) for head in found],
    }
    target = project / "models/scorer" / HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")


def cross_validated(project: Path, weights: encoder.Encoder) -> list[Fitted]:
    """Every head, fitted to all examples and judged by folds."""
    path = project / "data/policy/risks.yml"
    found = YAML(typ="safe", pure=False).load(path)
    intents = _intents(project)
    heads = [*_categories(found, path, intents), _requests(found["calm"], intents)]
    features = _Features([text for head in heads for text in (*head.positive, *head.negative)], weights)
    background = _Background(project / "models/scorer" / BACKGROUND)
    work = [
        (head, features.of([*head.positive, *head.negative]), *background.of(head.name)) for head in heads
    ]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_fit, work))


def report(head: Fitted) -> str:
    """A line of figures, then every text that went wrong."""
    examples = head.examples
    near = len(set(head.wrong) & set(examples.near))
    line = f"{examples.name:16} {len(examples.positive):8} {head.precision:9.3f} {head.recall:7.3f}"
    lines = [f"{line}   {near} of {len(examples.near)}"]
    lines += [f"    taken for it: {text}" for text in head.wrong]
    lines += [f"    missed:       {text}" for text in head.missed]
    return "\n".join(lines)


def gather(project: Path, data: Path) -> None:
    """Keep the background of public sets in models/scorer/background.npz."""
    weights, rng = encoder.load(project / "models/scorer"), random.Random(7)
    comments = [text for text, _ in corpora.goemotions(data / "goemotions/train.tsv", 28)]
    texts = [*rng.sample(comments, ORDINARY), *rng.sample(corpora.service_texts(data, 400, rng), ORDINARY)]
    marks: list[dict[str, int]] = [{} for _ in texts]
    for spoken, danger in corpora.at_risk(data, project / "training/labels/diasafety.tsv"):
        texts.append(spoken.text)
        marks.append({"self_harm": int(danger)})
    for spoken in corpora.abuse(data / "convabuse/ConvAbuseEMNLPtrain.csv"):
        texts.append(spoken.text)
        marks.append({"abuse_of_staff": int(spoken.moods[1] >= 0.5)})
    read = readings(texts, weights)
    words = grams.matrix([each.words for each in read])
    target = project / "models/scorer" / BACKGROUND
    np.savez_compressed(
        target,
        sentences=np.stack([each.sentence for each in read]).astype(np.float16),
        places=words.indices.astype(np.uint16),
        values=words.data.astype(np.float16),
        ends=words.indptr,
        marks=json.dumps(marks),
    )
    print(f"{len(texts)} texts, kept in {target}")


def _categories(found: Any, path: Path, intents: dict[str, list[str]]) -> list[Examples]:
    ordinary = [*found["calm"], *_some(intents)]
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
    others = {name: texts for name, texts in intents.items() if name not in REQUESTS}
    return _examples(REQUEST, asked, [*calm, *_some(others)], [])


def _some(intents: dict[str, list[str]]) -> list[str]:
    """Some examples of each intent, from its beginning to its end."""
    return [text for texts in intents.values() for text in texts[:: max(1, len(texts) // EACH)]]


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


class _Background:
    """Public texts as vectors, with what is known of them."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise RecourseError(f"{path} is missing; it comes with the repository: git checkout {path}")
        kept = np.load(path)
        shape = (len(kept["sentences"]), grams.SIZE)
        words = scipy.sparse.csr_matrix(
            (kept["values"].astype(np.float32), kept["places"].astype(np.int32), kept["ends"]), shape=shape
        )
        self._rows = scipy.sparse.hstack([kept["sentences"].astype(np.float32), words], format="csr")
        self._marks: list[dict[str, int]] = json.loads(str(kept["marks"]))

    def of(self, name: str) -> tuple[Any, NDArray[np.int64]]:
        """The rows that say something of a category, and whether they count; what is unmarked is ordinary."""
        known = [(n, marks.get(name, 0)) for n, marks in enumerate(self._marks) if not marks or name in marks]
        return self._rows[[n for n, _ in known]], np.array([mark for _, mark in known])


class _Features:
    """Every text read once. A row a text: what it means, then its words."""

    def __init__(self, texts: list[str], weights: encoder.Encoder) -> None:
        self._place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        read = readings(list(self._place), weights)
        sentences = np.stack([each.sentence for each in read])
        words = grams.matrix([each.words for each in read])
        self._rows = scipy.sparse.hstack([sentences, words], format="csr")

    def of(self, texts: list[str]) -> Any:
        """The rows of these texts, in order."""
        return self._rows[[self._place[text] for text in texts]]


def _fit(work: tuple[Examples, Any, Any, NDArray[np.int64]]) -> Fitted:
    head, x, background, marks = work
    y = np.array([1] * len(head.positive) + [0] * len(head.negative))
    near = set(head.near)
    counts = np.array([head.weight if text in near else 1.0 for text in [*head.positive, *head.negative]])
    taken = np.zeros(len(y), dtype=bool)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(y, y):
        model = _model(x[train], y[train], counts[train], background, marks, head.boost)
        taken[test] = model.predict(x[test]) == 1
    model = _model(x, y, counts, background, marks, head.boost)
    return Fitted(head, model.coef_[0].astype(np.float32), float(model.intercept_[0]), taken)


def _model(
    x: Any,
    y: NDArray[np.int64],
    counts: NDArray[np.float64],
    background: Any,
    marks: NDArray[np.int64],
    boost: float,
) -> LogisticRegression:
    """A head fitted to the examples and to what is known of public texts."""
    rows = scipy.sparse.vstack([x, background], format="csr")
    labels = np.concatenate([y, marks])
    share = np.concatenate([counts, np.ones(len(marks))])
    for label in (0, 1):  # both sides weigh the same, as with class_weight="balanced"
        share[labels == label] *= len(labels) / 2 / share[labels == label].sum()
    share[labels == 1] *= boost
    model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-3, random_state=0)
    return model.fit(rows, labels, sample_weight=share)
