"""`recourse nlu`: how well messages are understood, by the pipeline of config.yml as Rasa trains and runs it.

Cross-validated over data/flows; with --held-out the trained model on sentences that it never saw (tests/nlu).
English stands in data/flows/*.yml, every other language in data/flows/languages/<code>.yml: they are trained
together, as shipped, and reported one by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import io
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedKFold

from recourse import nlu_report
from recourse.model import RecourseError
from recourse.nlu_report import Answer
from recourse.scoring import encoder
from recourse.settings import PROJECT

FOLDS, SEED = 5, 0


def cross_validate(project: Path, folds: int = FOLDS) -> list[Answer]:
    """Every example of data/flows, understood by a model that was trained without its fold."""
    data = {file: _load(file) for file in sorted((project / "data/flows").rglob("*.yml"))}
    told = [(_source(file), message) for file, one in data.items() for message in one.intent_examples]
    strata = [f"{source} {message.get('intent')}" for source, message in told]
    everything = next(iter(data.values())).merge(*list(data.values())[1:])
    weights = encoder.load(PROJECT / "models/scorer")
    weights.read = functools.cache(weights.read)  # each text is read once for all folds
    answers: list[Answer] = []
    splits = StratifiedKFold(folds, shuffle=True, random_state=SEED).split(np.zeros(len(told)), strata)
    for number, (train, test) in enumerate(splits, 1):
        print(f"fold {number} of {folds} …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            model = _train(project, everything, [told[i][1] for i in train], Path(folder))
            answers += _ask(model, [told[i] for i in test])
    return answers


def held_out(project: Path) -> list[Answer]:
    """Every sentence of tests/nlu, understood by the trained model."""
    model = project / "models/recourse.tar.gz"
    if not model.exists():
        raise RecourseError("no model is trained yet: recourse train")
    files = sorted((project / "tests/nlu").glob("*.yml"))
    return _ask(
        str(model), [(file.stem, message) for file in files for message in _load(file).intent_examples]
    )


def _source(file: Path) -> str:
    return file.stem if file.parent.name == "languages" else "en"


def _load(file: Path) -> Any:
    from rasa.shared.nlu.training_data.formats import RasaYAMLReader

    return RasaYAMLReader().read(file)


def _train(project: Path, everything: Any, examples: list[Any], folder: Path) -> str:
    from rasa.model_training import train_nlu
    from rasa.shared.nlu.training_data.training_data import TrainingData

    part = TrainingData(
        examples, everything.entity_synonyms, everything.regex_features, everything.lookup_tables
    )
    (folder / "nlu.json").write_text(part.nlu_as_json())  # YAML takes longer than the training
    with contextlib.redirect_stdout(io.StringIO()):  # where the model was saved; it is thrown away
        return str(train_nlu(str(project / "config.yml"), str(folder / "nlu.json"), str(folder)))


def _ask(model: str, told: Sequence[tuple[str, Any]]) -> list[Answer]:
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # else a line a message
    agent = Agent.load(model)

    async def understood() -> list[str]:
        return [(await agent.parse_message(message.get("text")))["intent"]["name"] for _, message in told]

    return [
        Answer(source, message.get("text"), message.get("intent"), got)
        for (source, message), got in zip(told, asyncio.run(understood()))
    ]


def show(project: Path, held: bool) -> None:
    """Measure, print, and draw the confusions into results/nlu/."""
    answers = held_out(project) if held else cross_validate(project)
    for source in sorted({a.source for a in answers}, key=lambda name: (name != "en", name)):
        own = [a for a in answers if a.source == source]
        path = project / f"results/nlu/{'held-out-' if held else ''}{source}.png"
        print(nlu_report.report(own, f"{source}, {'held out' if held else 'cross-validated'}"))
        nlu_report.picture(own, path, least=1 if held else 2)
        print(f"picture: {path}\n", flush=True)
