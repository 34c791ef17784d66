"""`recourse learn risks`: fit one logistic head a category to data/policy/risks.yml, and say how good it is.

Under a minute on two cores. Requests for a person are a head, too, fitted from the intents in data/flows/.
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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from recourse.learn import corpora, readings
from recourse.model import RecourseError
from recourse.persons import variants
from recourse.scoring import encoder
from recourse.scoring.risk import HEADS, REQUEST, meaning, passages

BACKGROUND = "background.npz"
FOLDS = 5
STRENGTH = 1.0  # inverse of the regularisation
RARE = 0.25  # how far examples, which are rare, are made to weigh what all the rest weighs: 0 not at all, 1 fully
NEAR = 3.0  # how many ordinary texts a near miss counts for, unless its category says otherwise
EACH = 40  # examples of an intent that stand for ordinary talk; many are variations of each other
ORDINARY = 1500  # comments, and as many requests of bank customers and of others, in the background
UNSURE = 400  # requests of both that may be about fraud
LOSSES = ("fraud_or_scam", "privacy_breach", "financial_hardship")  # what is not known of these
#: What weighs so heavily on people that nobody speaks of it without distress.
HEAVY = ("self_harm", "third_person_worry", "bereavement", "financial_hardship", "sensitive_topic")
UNBURDENED = 3300  # turns without distress
NAMED = 0.5  # share of those that come also with a name
MISSPELT = 0.3  # share of the texts that come also with slips of the fingers
REQUESTS = ("request_human", "still_want_human")
Floats = NDArray[np.float32]
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
        "weights": [[round(float(w), 5) for w in row] for row in rows],
        "bias": [round(head.bias, 5) for head in found],
    }
    target = project / "models/scorer" / HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")


def heads(project: Path) -> list[Examples]:
    """What every head is fitted to, requests for a person among them."""
    path = project / "data/policy/risks.yml"
    found = YAML(typ="safe", pure=False).load(path)
    intents = _intents(project)
    return [*_categories(found, path, intents), _requests(found["calm"], intents)]


def cross_validated(project: Path, weights: encoder.Encoder) -> list[Fitted]:
    """Every head, fitted to all examples and judged by folds."""
    found = heads(project)
    features = _Features([text for head in found for text in (*head.positive, *head.negative)], weights)
    background = _Background(project / "models/scorer" / BACKGROUND)
    work = [
        (head, features.of([*head.positive, *head.negative]), *background.of(head.name)) for head in found
    ]
    with ProcessPoolExecutor(2, initializer=partial(threadpool_limits, 1)) as pool:
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
    requests = corpora.requests(data, ORDINARY)
    pieces = [piece for text in requests for piece in passages(text)[1:]]  # a risk is looked for in each
    texts = [*rng.sample(comments, ORDINARY), *requests, *pieces]
    marks: list[dict[str, int]] = [{} for _ in texts]
    known = {head.name: 0 for head in heads(project) if head.name not in LOSSES}
    for text in corpora.requests(data, UNSURE, sure=False):
        texts.append(text)
        marks.append(known)
    quiet = dict.fromkeys(HEAVY, 0)
    for text in rng.sample(_unburdened(project, data), UNBURDENED):
        said = [text, *variants(text)[1:]]
        said += [corpora.slipped(text, rng)] * (rng.random() < MISSPELT)
        said += [corpora.introduced(text, rng)] * (rng.random() < NAMED)
        texts += said
        marks += [quiet] * len(said)
    for name, text, counts in corpora.sentences(project):
        texts.append(text)
        marks.append({} if name == corpora.CALM else {name: int(counts)})
        if name == corpora.CALM and rng.random() < MISSPELT:
            texts.append(corpora.slipped(text, rng))
            marks.append({})
    for spoken, danger in corpora.at_risk(data, project / "training/labels/diasafety.tsv"):
        texts.append(spoken.text)
        marks.append({"self_harm": int(danger)})
    for spoken in corpora.abuse(data / "convabuse/ConvAbuseEMNLPtrain.csv"):
        texts.append(spoken.text)
        marks.append({"abuse_of_staff": int(spoken.moods[1] >= 0.5)})
    rows = np.stack([meaning(read) for read in readings(texts, weights)])
    steps = np.abs(rows).max(axis=0) / 18  # so few steps a number are enough, and a sixth of the size
    target = project / "models/scorer" / BACKGROUND
    np.savez_compressed(
        target, rows=np.round(rows / steps).astype(np.int8), steps=steps, marks=json.dumps(marks)
    )
    print(f"{len(texts)} texts, kept in {target}")


def _unburdened(project: Path, data: Path) -> list[str]:
    """What customers said without fear or grief, pleased or not: a complaint is no danger to anybody."""
    rated = corpora.rated(project, data)
    distress = corpora.MOODS.index("distress")
    return list(dict.fromkeys(each.text for each in rated if each.moods[distress] == 0 and " " in each.text))


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
    """Public texts and our own sentences as vectors, with what is known of them."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise RecourseError(f"{path} is missing; it comes with the repository: git checkout {path}")
        kept = np.load(path)
        self._rows: Floats = kept["rows"].astype(np.float32) * kept["steps"]
        self._marks: list[dict[str, int]] = json.loads(str(kept["marks"]))

    def of(self, name: str) -> tuple[Floats, NDArray[np.int64]]:
        """The rows that say something of a category, and whether they count; what is unmarked is ordinary."""
        known = [(n, marks.get(name, 0)) for n, marks in enumerate(self._marks) if not marks or name in marks]
        rows: Floats = self._rows[[n for n, _ in known]]
        return rows, np.array([mark for _, mark in known])


class _Features:
    """Every text read once, as a row of what it means."""

    def __init__(self, texts: list[str], weights: encoder.Encoder) -> None:
        self._place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        self._rows: Floats = np.stack([meaning(each) for each in readings(list(self._place), weights)])

    def of(self, texts: list[str]) -> Floats:
        """The rows of these texts, in order."""
        rows: Floats = self._rows[[self._place[text] for text in texts]]
        return rows


def _fit(work: tuple[Examples, Floats, Floats, NDArray[np.int64]]) -> Fitted:
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
    x: Floats,
    y: NDArray[np.int64],
    counts: NDArray[np.float64],
    background: Floats,
    marks: NDArray[np.int64],
    boost: float,
) -> LogisticRegression:
    """A head fitted to the examples and to what is known of other texts."""
    rows, labels = np.concatenate([x, background]), np.concatenate([y, marks])
    share = np.concatenate([counts, np.ones(len(marks))])
    ordinary, those = share[labels == 0].sum(), share[labels == 1].sum()
    share[labels == 1] *= boost * (ordinary / those) ** RARE
    model = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3, random_state=0)
    return model.fit(rows, labels, sample_weight=share)
