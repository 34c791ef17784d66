"""`recourse evaluate --data FOLDER`: how good the shipped scores are, written into models/scorer/MODEL_CARD.md.

Everything is measured as a customer meets it: the scores of `recourse score` and the shipped tree. Public dev splits are
read from FOLDER; what we wrote to measure on, and nobody trained on, stands in tests/heldout.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recourse import fairness, language, redaction
from recourse.learn import corpora, measure, readings, risks
from recourse.learn.corpora import Spoken
from recourse.model import Decision, RecourseError, Turn
from recourse.policy import Tree
from recourse.scoring import Scoring, encoder
from recourse.scoring.emotion import EmotionHeads

BETWEEN = ("<!-- figures: make evaluate -->", "<!-- end of figures -->")
PICTURES = "pictures"
HELD_OUT = "tests/heldout"
NEEDED = (
    "goemotions/dev.tsv",
    "convabuse/ConvAbuseEMNLPvalid.csv",
    "clinc150/train_val.json",
    "banking77/train.csv",
)
ORDINARY = 1000  # requests of each public set
#: What a file of tests/heldout measures: the score, and from which rating on the feeling counts as there.
MOODS = {
    "frustration": ("dissatisfaction", 2),
    "satisfaction": ("dissatisfaction", 1),
    "complaints": ("dissatisfaction", 2),
    "abuse": ("hostility", 1),
}


def write(project: Path, data: Path, tree: Tree, scoring: Scoring) -> None:
    """Measure everything, print it, and put it in the card with its pictures."""
    if lacking := [name for name in NEEDED if not (data / name).exists()]:
        raise RecourseError(f"{data} lacks {', '.join(lacking)}; see the README on the public sets")
    lines: list[str] = []
    for part in (_emotions, _moods, _heads, _routes, _redaction):
        for line in part(project, data, tree, scoring):
            print(line, flush=True)
            lines.append(line)
    card = project / "models/scorer/MODEL_CARD.md"
    text = card.read_text(encoding="utf-8")
    start, end = BETWEEN
    if start not in text or end not in text:
        raise RecourseError(f"{card} needs the lines {start} and {end}; the figures go between them")
    head, rest = text.split(start, 1)
    body = "\n".join(lines)
    card.write_text(f"{head}{start}\n{body}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")
    print(f"written into {card}")


def _emotions(project: Path, data: Path, _tree: Tree, _scoring: Scoring) -> Iterator[str]:
    folder = project / "models/scorer"
    weights = encoder.load(folder)
    heads = EmotionHeads(folder, weights)
    rows = corpora.goemotions(data / "goemotions/dev.tsv", len(heads.names))
    gold = np.array([marks for _, marks in rows])
    read = readings([text for text, _ in rows], weights)
    p = 1 / (1 + np.exp(-np.array([heads.logits(each) for each in read], dtype=float)))
    found = [measure.best_f1(p[:, i], gold[:, i]) for i in range(len(heads.names))]
    macro = float(np.mean([f1 for f1, _ in found]))
    cuts = np.array([cut for _, cut in found])
    low, high = measure.interval(len(rows), partial(_f1, p >= cuts, gold))
    error = measure.calibration_error(p, gold)
    _calibration_picture(folder / PICTURES / "calibration.svg", p, gold)
    _confusion_picture(folder / PICTURES / "confusion.svg", p >= cuts, gold, heads.names)
    yield "### Emotions"
    yield ""
    yield f"GoEmotions' dev split, {len(rows)} comments, a threshold a label tuned on the same split (which flatters):"
    yield f"**macro-F1 {macro:.3f}** (95 % of redrawn splits, thresholds as they are: {low:.3f} to {high:.3f}), expected"
    yield f"calibration error {error:.4f} over all pairs of comment and label (the calibration was fitted on this split)."
    yield "What is taken for what, and how often a probability comes true:"
    yield ""
    yield f"![]({PICTURES}/confusion.svg) ![]({PICTURES}/calibration.svg)"
    yield ""
    yield "| emotion | comments with it | F1 | 95 % | threshold |"
    yield "| --- | --- | --- | --- | --- |"
    for i, name in enumerate(heads.names):
        low, high = measure.interval(len(rows), partial(_f1, p[:, [i]] >= cuts[i], gold[:, [i]]))
        yield f"| {name} | {int(gold[:, i].sum())} | {found[i][0]:.3f} | {low:.2f} to {high:.2f} | {cuts[i]:.2f} |"
    yield ""


def _moods(project: Path, data: Path, _tree: Tree, scoring: Scoring) -> Iterator[str]:
    yield "### Moods"
    yield ""
    yield "| set | score | turns | with it | area under the curve | 95 % | calibration error |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    sets: list[tuple[str, str, list[Spoken], float]] = []
    for file, (mood, least) in MOODS.items():
        said = [*corpora.dialogues(project / HELD_OUT / f"{file}.txt")]
        sets.append((f"{HELD_OUT}/{file}.txt", mood, said, corpora.CHANCE[least]))
    typed = [*corpora.abuse(data / "convabuse/ConvAbuseEMNLPvalid.csv")]
    sets.append(("ConvAbuse, valid", "hostility", typed, 0.5))
    for name, score, rated, enough in sets:
        chance = np.array([each.moods[corpora.MOODS.index(score)] for each in rated])
        gold = chance >= enough
        p = np.array([_value(scoring, each, f"emotion.{score}") for each in rated])
        area, low, high = measure.auc_with_bounds(p, gold)
        error = measure.calibration_error(p, chance)
        yield (
            f"| {name} | {score} | {len(rated)} | {gold.sum()} | {area:.3f} | {low:.3f} to {high:.3f} | {error:.3f} |"
        )
    yield ""


def _heads(project: Path, _data: Path, _tree: Tree, _scoring: Scoring) -> Iterator[str]:
    yield "### Risks"
    yield ""
    yield "Each head at 0.5 by five folds over its examples (`recourse learn risks` names every text that went wrong):"
    yield ""
    yield "| head | examples | precision | recall | near misses taken for it |"
    yield "| --- | --- | --- | --- | --- |"
    for head in risks.cross_validated(project, encoder.load(project / "models/scorer")):
        near = set(head.examples.near)
        of = f"{len(near & set(head.wrong))} of {len(near)}" if near else "none written"
        count = len(head.examples.positive)
        yield f"| {head.examples.name} | {count} | {head.precision:.3f} | {head.recall:.3f} | {of} |"
    yield ""


def _routes(project: Path, data: Path, tree: Tree, scoring: Scoring) -> Iterator[str]:
    def decided(text: str) -> Decision:
        spoken = language.detect(text, language.SPOKEN[0])
        given = {"turn": {"language": spoken}}
        judged = spoken == language.SPOKEN[0]
        return fairness.judge(scoring, tree, [Turn("customer", text)], given, judged=judged)[1]

    def crisis(decision: Decision) -> bool:
        return decision.branch in ("crisis_self", "worried_about_someone", "crisis_others")

    yield "### Verdicts, with the tree as shipped"
    yield ""
    yield "| sentences | of them | what | share | 95 % |"
    yield "| --- | --- | --- | --- | --- |"
    errors: list[str] = []
    checks: tuple[tuple[str, str, Callable[[Decision], bool], bool], ...] = (
        ("crisis.txt", "handed over at once", crisis, True),
        ("near_crisis.txt", "handed over at once", crisis, False),
        ("requests.txt", "handed over on request", lambda d: d.branch == "asked_for_person", True),
        (
            "near_requests.txt",
            "handed over as if on request",
            lambda d: d.branch == "asked_for_person",
            False,
        ),
        ("ordinary.txt", "a person offered or taken to", lambda d: d.route.stops, False),
    )
    for file, what, holds, wanted in checks:
        texts = lines(project / HELD_OUT / file)
        yield _share(
            f"{HELD_OUT}/{file}", what, texts, [holds(decided(text)) for text in texts], wanted, errors
        )
    rng = random.Random(7)
    learnt = {*corpora.requests(data, risks.ORDINARY), *corpora.requests(data, risks.UNSURE, sure=False)}
    with (data / "banking77/train.csv").open(encoding="utf-8") as rows:
        banking = [row["text"] for row in csv.DictReader(rows) if row["text"] not in learnt]
    clinc = [text for text, _ in json.loads((data / "clinc150/train_val.json").read_text())["val"]]
    for name, pool in (("BANKING77, train, not learnt from", banking), ("CLINC150, val", clinc)):
        texts = rng.sample(pool, ORDINARY)
        stops = [decided(text).route.stops for text in texts]
        yield _share(f"{name}, {ORDINARY} drawn", "a person offered or taken to", texts, stops, False, [])
    yield ""
    yield "Every crisis that was missed, near miss that was taken for one, and request that was not heard:"
    yield ""
    yield from errors or ["none"]
    yield ""


def _share(
    name: str, what: str, texts: list[str], held: Sequence[bool], wanted: bool, errors: list[str]
) -> str:
    marks = np.array(held)
    low, high = measure.interval(len(marks), lambda some: float(marks[some].mean()))
    errors += [f"- `{name}`: {text}" for text, hit in zip(texts, held) if hit != wanted]
    return f"| {name} | {len(texts)} | {what} | {marks.mean():.1%} | {low:.1%} to {high:.1%} |"


def _redaction(project: Path, _data: Path, _tree: Tree, _scoring: Scoring) -> Iterator[str]:
    marked, found = redacted(project / HELD_OUT / "personal.jsonl")
    learnt = {name for name, _ in redaction.LEARNT.values()}
    formed = [piece for piece in marked if piece.type not in learnt]
    formless = [piece for piece in marked if piece.type in learnt]
    yield "### Redaction"
    yield ""
    yield f"`{HELD_OUT}/personal.jsonl`: a piece counts as found where a finding meets it, and a finding as right where it"
    yield "meets a piece. 95 % of redrawn pieces in brackets."
    yield ""
    yield f"- Recall of what has a form: {_met_of(formed)}"
    yield f"- Recall of names, addresses, organisations and dates of birth: {_met_of(formless)}"
    yield f"- Precision: {_met_of(found)}"
    yield ""
    yield "| type | recall | precision |"
    yield "| --- | --- | --- |"
    for kind in sorted({piece.type for piece in [*marked, *found]}):
        recall, precision = (_met_of([p for p in pieces if p.type == kind]) for pieces in (marked, found))
        yield f"| {kind} | {recall} | {precision} |"
    yield ""
    yield "Every piece that was missed, and every finding that is none:"
    yield ""
    errors = [f"- missed {p.type} {p.what}: {p.text}" for p in marked if not p.met]
    errors += [f"- taken for {p.type} {p.what}: {p.text}" for p in found if not p.met]
    yield from errors or ["none"]
    yield ""


class Piece(NamedTuple):
    """Something in a text that is marked as personal, or found: whether the other side meets it."""

    text: str
    what: str
    type: str  # by redaction's names
    met: bool


def redacted(path: Path) -> tuple[list[Piece], list[Piece]]:
    """What is marked in the JSON lines of a file, `{"text", "spans"}`, and what redaction finds in the same texts."""
    marked: list[Piece] = []
    found: list[Piece] = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text, ours = row["text"], redaction.spans(row["text"])
        theirs = [redaction.Span(**span) for span in row["spans"]]
        for into, spans, others in ((marked, theirs, ours), (found, ours, theirs)):
            for span in spans:
                name = redaction.LEARNT.get(span.type, (span.type,))[0]
                met = any(other.start < span.end and span.start < other.end for other in others)
                into.append(Piece(text, text[span.start : span.end], name, met))
    return marked, found


def _met_of(pieces: Sequence[Piece]) -> str:
    if not pieces:
        return "none"
    met = np.array([piece.met for piece in pieces])
    low, high = measure.interval(len(met), lambda some: float(met[some].mean()))
    return f"{met.mean():.3f} of {len(met)} ({low:.2f} to {high:.2f})"


def lines(path: Path) -> list[str]:
    """The sentences of a file, one a line; `#` begins a comment."""
    found = path.read_text(encoding="utf-8").splitlines()
    return [line for line in found if line.strip() and not re.match(r"#\s", line)]


def _value(scoring: Scoring, spoken: Spoken, name: str) -> float:
    turns = [Turn(role, text) for role, text in spoken.said]  # type: ignore[arg-type]
    found = scoring.assess(turns).get(name)
    if not isinstance(found, float):
        raise RecourseError(f"{name} could not be scored: {found}")
    return found


def _f1(taken: NDArray[np.bool_], gold: NDArray[np.float64], some: NDArray[np.int64]) -> float:
    taken, gold = taken[some], gold[some]
    hits = (taken * gold).sum(0)
    return float(np.mean(2 * hits / np.maximum(1, taken.sum(0) + gold.sum(0))))


def _calibration_picture(path: Path, p: NDArray[np.float64], gold: NDArray[np.float64]) -> None:
    from matplotlib.figure import Figure

    which = np.minimum((p.ravel() * 10).astype(int), 9)
    said = [p.ravel()[which == b].mean() for b in range(10) if (which == b).any()]
    true = [gold.ravel()[which == b].mean() for b in range(10) if (which == b).any()]
    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.plot(said, true, marker="o", color="#2b6cb0")
    axes.set(xlabel="probability given", ylabel="share that had it", title="Emotions: does it come true?")
    _save(figure, path)


def _confusion_picture(
    path: Path, taken: NDArray[np.bool_], gold: NDArray[np.float64], names: Sequence[str]
) -> None:
    from matplotlib.figure import Figure

    share = gold.T @ taken / np.maximum(1, gold.sum(0))[:, None]
    figure = Figure(figsize=(8, 7.4), layout="constrained")
    axes = figure.subplots()
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="taken for", ylabel="marked as", title="Of comments marked so, the share taken for …")
    _save(figure, path)


def _save(figure: object, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None})  # type: ignore[attr-defined]
