"""`recourse learn moods --data FOLDER`: fit hostility, distress and dissatisfaction to rated customer turns.

Ours are in training/dialogues (written for Recourse) and training/labels (our ratings of public chats and posts,
whose words stay in their own folder); ConvAbuse adds what people typed at chatbots, and ordinary requests of
BANKING77 and CLINC150 add what nobody need worry about.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from recourse.learn import corpora, measure, readings
from recourse.learn.corpora import Spoken
from recourse.model import Turn
from recourse.scoring import encoder, grams, moods
from recourse.scoring.moods import MOODS

FOLDS = 5
STRENGTH = 1.0  # inverse of the regularisation
LOUD = {"facts": 3.0, "reply": 0.5}  # blocks that count more or less than the rest
SHARES = {"convabuse": 0.5, "ordinary": 0.3, "multidogo": 0.7}  # of a row, by where it comes from
ORDINARY = 1500
Floats = NDArray[np.float32]


class Table:
    """Rated turns as numbers."""

    def __init__(self, rated: list[Spoken], weights: encoder.Encoder) -> None:
        self.turns = [[Turn(role, text) for role, text in each.said[-moods.TURNS :]] for each in rated]  # type: ignore[arg-type]
        self.goal = np.array([[each.moods[corpora.MOODS.index(mood)] for mood in MOODS] for each in rated])
        self.share = np.array([SHARES.get(each.source, 1.0) for each in rated])
        starts = {each.said[0]: number for number, each in enumerate(rated)}
        self.group = np.array([starts[each.said[0]] for each in rated])  # turns of one dialogue stay together
        texts = dict.fromkeys(moods.shortened(turn.text) for turns in self.turns for turn in turns)
        texts.update(dict.fromkeys(turn.text for turns in self.turns for turn in turns))
        readings(list(texts), weights)
        self.read = {text: weights.read(text) for text in texts}
        now = [self.read[turns[-1].text] for turns in self.turns]
        self.meaning = np.stack([moods.meaning(each) for each in now])
        self.words = grams.matrix([each.words for each in now])

    def around(self, before: dict[str, Floats]) -> tuple[Floats, csr_matrix]:
        """What surrounds each turn; `before` gives the moods of every customer turn by itself."""
        found = [moods.around(turns, self.read.__getitem__, before.__getitem__) for turns in self.turns]
        return np.stack([dense for dense, _ in found]), grams.matrix([reply for _, reply in found])


def fit(project: Path, data: Path) -> None:
    """Fit all heads, print how well they do on dialogues that they did not see, and keep them."""
    weights = encoder.load(project / "models/scorer")
    table = Table(examples(project, data), weights)
    print(f"{len(table.turns)} rated turns of {len(set(table.group))} dialogues", flush=True)
    x = hstack([table.meaning, table.words], format="csr")
    alone, guessed = _fitted(x, table)
    dense, reply = table.around(_by_themselves(table, alone, guessed))
    facts = dense.shape[1] - table.meaning.shape[1] - 384
    size = np.ones(dense.shape[1], dtype=np.float32)
    size[:facts] = LOUD["facts"]
    x = hstack([table.meaning, table.words, dense * size, reply * LOUD["reply"]], format="csr")
    models, guessed = _fitted(x, table)
    _report(table, guessed)
    rows = np.stack([model.coef_[0] for model in models]).astype(np.float32)
    now, words, around, said = np.split(
        rows, np.cumsum([table.meaning.shape[1], grams.SIZE, dense.shape[1]]), axis=1
    )
    kept = {
        "encoder": weights.version,
        "alone": {**_plain(alone, table.meaning.shape[1])},
        "now": _rounded(now),
        "words": grams.packed(words),
        "around": _rounded(around * size),
        "reply": grams.packed(said * LOUD["reply"]),
        "bias": _rounded(np.array([model.intercept_[0] for model in models])),
    }
    target = project / "models/scorer" / moods.HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")


def examples(project: Path, data: Path) -> list[Spoken]:
    """Every rated turn that moods are learnt from, and ordinary requests that nobody need worry about."""
    calm = [text for name, text, _ in corpora.sentences(project) if name == corpora.CALM]
    nothing = [0.0] * len(MOODS)
    ordinary = [
        Spoken([("customer", text)], nothing, "ordinary")
        for text in [*corpora.requests(data, ORDINARY), *calm]
    ]
    return [*corpora.rated(project, data), *ordinary]


def _fitted(x: csr_matrix, table: Table) -> tuple[list[LogisticRegression], NDArray[np.float64]]:
    """A model a mood on all rows, and what models that did not see a row's dialogue say of it."""
    guessed = np.zeros(table.goal.shape)
    for train, test in GroupKFold(FOLDS).split(x, groups=table.group):
        for mood in range(len(MOODS)):
            guessed[test, mood] = _model(x, table, mood, train).predict_proba(x[test])[:, 1]
    every = np.arange(len(table.turns))
    return [_model(x, table, mood, every) for mood in range(len(MOODS))], guessed


def _model(x: csr_matrix, table: Table, mood: int, rows: NDArray[np.int64]) -> LogisticRegression:
    """Each row counts as having the feeling by the chance of it, and as not having it by the rest."""
    rows = rows[~np.isnan(table.goal[rows, mood])]
    chance = table.goal[rows, mood]
    share = np.concatenate([table.share[rows] * chance, table.share[rows] * (1 - chance)])
    labels = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    known = share > 0
    model = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3, random_state=0)
    return model.fit(
        vstack([x[rows], x[rows]], format="csr")[known], labels[known], sample_weight=share[known]
    )


def _by_themselves(
    table: Table, alone: list[LogisticRegression], guessed: NDArray[np.float64]
) -> dict[str, Floats]:
    """The moods of every customer turn by itself, from models that did not see it where it is rated."""
    found = {turns[-1].text: row.astype(np.float32) for turns, row in zip(table.turns, guessed)}
    rest = [
        turn.text
        for turns in table.turns
        for turn in turns
        if turn.role == "customer" and turn.text not in found
    ]
    for text in dict.fromkeys(rest):
        read = table.read[text]
        x = hstack([moods.meaning(read)[None], grams.matrix([read.words])], format="csr")
        found[text] = np.array([model.predict_proba(x)[0, 1] for model in alone], dtype=np.float32)
    return found


def _report(table: Table, guessed: NDArray[np.float64]) -> None:
    print(f"{'mood':16} {'turns':>6} {'with it':>7}  area under the curve (95 %), calibration error")
    for mood, name in enumerate(MOODS):
        rated = np.flatnonzero(~np.isnan(table.goal[:, mood]))
        p, gold = guessed[rated, mood], table.goal[rated, mood] >= 0.5
        area, low, high = measure.auc_with_bounds(p, gold)
        error = measure.calibration_error(p, table.goal[rated, mood])
        print(f"{name:16} {len(rated):6} {gold.sum():7}  {area:.3f} ({low:.3f} to {high:.3f}), {error:.3f}")


def _plain(models: list[LogisticRegression], size: int) -> dict[str, Any]:
    rows = np.stack([model.coef_[0] for model in models]).astype(np.float32)
    bias = np.array([model.intercept_[0] for model in models])
    return {"dense": _rounded(rows[:, :size]), "words": grams.packed(rows[:, size:]), "bias": _rounded(bias)}


def _rounded(weights: NDArray[Any]) -> Any:
    return np.round(weights.astype(float), 5).tolist()
