"""What `recourse nlu` says and draws of messages that were understood, or not: figures and confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import classification_report

SHOWN = 25
FALLBACK = ("out_of_scope", "nlu_fallback")  # both are answered by "that is not something I can do"


@dataclass(frozen=True)
class Answer:
    """One message, what it meant, and what was understood. The source is its language, or its file."""

    source: str
    text: str
    wanted: str
    got: str


def report(answers: Sequence[Answer], title: str) -> str:
    """Per intent, on the whole, out of scope, and what is most often taken for what."""
    wanted, got = [a.wanted for a in answers], [a.got for a in answers]
    table = classification_report(
        wanted, got, labels=sorted(set(wanted)), digits=3, zero_division=0, output_dict=True
    )
    lines = [f"== {title}: {len(answers)} messages", f"{'intent':22} precision  recall      f1  messages"]
    lines += [_row(name, table[name]) for name in [*sorted(set(wanted)), "macro avg", "weighted avg"]]
    known = [a for a in answers if a.wanted not in FALLBACK]
    outside = [a.got in FALLBACK for a in answers if a.wanted in FALLBACK]
    lines += [
        f"accuracy {_share([a.wanted == a.got for a in answers])}",
        f"in scope: fell back {_share([a.got in FALLBACK for a in known])}, "
        f"taken for another intent {_share([a.got not in (a.wanted, *FALLBACK) for a in known])}",
        f"out-of-scope recall {_share(outside)} (out_of_scope and nlu_fallback both count: the answer is the same)",
        "most frequent confusions:",
    ]
    for (meant, taken), texts in confusions(answers)[:SHOWN]:
        lines.append(f"{len(texts):4} {meant} taken for {taken}: " + " | ".join(texts[:3]))
    return "\n".join(lines)


def _row(name: str, row: dict[str, float]) -> str:
    return (
        f"{name:22} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1-score']:7.3f} {row['support']:9.0f}"
    )


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held) / len(held):.3f} ({sum(held)} of {len(held)})" if held else "–"


def confusions(answers: Sequence[Answer]) -> list[tuple[tuple[str, str], list[str]]]:
    """(meant, taken for) with the messages, the most frequent first; out of scope falling back is none."""
    found: dict[tuple[str, str], list[str]] = {}
    for a in answers:
        if a.wanted != a.got and not (a.wanted in FALLBACK and a.got in FALLBACK):
            found.setdefault((a.wanted, a.got), []).append(a.text)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def picture(answers: Sequence[Answer], path: Path, least: int = 1) -> None:
    """The confusions that came `least` times, rows meant, columns taken for; the diagonal is left out."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    counts = Counter({pair: len(texts) for pair, texts in confusions(answers) if len(texts) >= least})
    rows, columns = sorted({meant for meant, _ in counts}), sorted({taken for _, taken in counts})
    grid = np.array([[counts[meant, taken] for taken in columns] for meant in rows]).reshape(
        len(rows), len(columns)
    )
    figure = Figure(figsize=(3 + 0.26 * len(columns), 2.5 + 0.24 * len(rows)), dpi=130)
    axes = FigureCanvasAgg(figure).figure.subplots()
    axes.imshow(
        grid if grid.size else np.zeros((1, 1)),
        cmap="Reds",
        aspect="auto",
        vmin=0,
        vmax=2 * max(counts.values(), default=1),
    )
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7)
    axes.set_yticks(range(len(rows)), rows, fontsize=7)
    axes.set(ylabel="meant", xlabel="taken for", title="Confusions (what was understood is left out)")
    for y, x in np.argwhere(grid):
        axes.text(x, y, str(grid[y, x]), ha="center", va="center", fontsize=6)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
