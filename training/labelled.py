"""What is known of every sentence that the encoder is tuned on: its risks, whether it asks for a person, its moods."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recourse.learn import corpora, risks
from recourse.model import RecourseError

EACH = 1500  # texts of each public set of ordinary requests
SHARES = {"convabuse": 0.5, "multidogo": 0.7, "public": 0.5}  # of a row, by where it comes from


@dataclass(frozen=True)
class Labelled:
    """A text with a chance per risk head and per mood (NaN: not known), and how much it counts."""

    text: str
    risks: NDArray[np.float32]
    moods: NDArray[np.float32]
    share: float = 1.0


def labelled(project: Path, data: Path) -> list[Labelled]:
    """Every text once with all that is known of it, the risks in the order of `risks.heads`."""
    heads = risks.heads(project)
    names = [head.name for head in heads]
    known: dict[str, dict[str, float]] = {}
    shares: dict[str, float] = {}

    def tell(text: str, marks: dict[str, float], share: float = 1.0) -> None:
        mine = known.setdefault(text, {})
        for name, mark in marks.items():
            mine[name] = max(mark, mine.get(name, 0.0))  # of two voices the one that warns
        shares[text] = max(share, shares.get(text, 0.0))

    nothing = dict.fromkeys(names, 0.0)
    for head in heads:
        near = set(head.near)
        for text in head.positive:
            tell(text, {head.name: 1.0})
        for text in head.negative:
            tell(text, {head.name: 0.0}, 1.0 if text in near else 0.7)
    for name, text, counts in corpora.sentences(project):
        if name not in (*names, corpora.CALM):
            raise RecourseError(f"training/sentences/{name}.txt: there is no such category in risks.yml")
        tell(text, nothing if name == corpora.CALM else {name: float(counts)})
    for text in corpora.requests(data, EACH):
        tell(text, nothing, SHARES["public"])
    for spoken in corpora.rated(project, data):
        tell(spoken.text, {}, SHARES.get(spoken.source, 1.0))
    for spoken, danger in corpora.at_risk(data, project / "training/labels/diasafety.tsv"):
        tell(spoken.text, {"self_harm": float(danger)})
    for spoken in corpora.abuse(data / "convabuse/ConvAbuseEMNLPtrain.csv"):
        tell(spoken.text, {"abuse_of_staff": float(spoken.moods[1] >= 0.5)}, SHARES["convabuse"])
    felt: dict[str, list[list[float]]] = {}
    for spoken in corpora.rated(project, data):
        felt.setdefault(spoken.text, []).append(spoken.moods)
    calm = [text for name, text, _ in corpora.sentences(project) if name == corpora.CALM]
    for text in [*corpora.requests(data, EACH), *calm]:
        felt.setdefault(text, []).append([0.0, 0.0, 0.0])
    unknown = [np.nan] * 3
    return [
        Labelled(
            text,
            np.array([marks.get(name, np.nan) for name in names], dtype=np.float32),
            np.mean(felt.get(text, [unknown]), axis=0).astype(np.float32),
            shares[text],
        )
        for text, marks in known.items()
        if text.strip()
    ]
