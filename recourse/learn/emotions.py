"""`recourse learn emotions --data FOLDER`: calibrate the encoder's emotions on GoEmotions' dev split (Platt 1999).

Order stays as it was, so F1 at the best threshold does, too; what changes is that of what gets 0.3 three in ten have it.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from recourse.learn import readings
from recourse.learn.corpora import emotion_names, goemotions
from recourse.scoring import encoder
from recourse.scoring.emotion import HEADS


def fit(project: Path, data: Path) -> None:
    """Fit slope and shift of each emotion, and keep them in models/scorer/emotions.json."""
    names = emotion_names(data)
    weights = encoder.load(project / "models/scorer")
    rows = goemotions(data / "goemotions/dev.tsv", len(names))
    gold = np.array([marks for _, marks in rows])
    logits = np.array([read.emotions for read in readings([text for text, _ in rows], weights)])
    models = [LogisticRegression(C=1.0).fit(logits[:, [i]], gold[:, i]) for i in range(len(names))]
    kept = {
        "encoder": weights.version,
        "names": names,
        "slope": [round(max(0.1, float(model.coef_[0, 0])), 5) for model in models],
        "shift": [round(float(model.intercept_[0]), 5) for model in models],
    }
    target = project / "models/scorer" / HEADS
    target.write_text(json.dumps(kept) + "\n")
    print(f"kept in {target}")
