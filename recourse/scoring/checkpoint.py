"""A transformers checkpoint in the shipped scorers' place: RECOURSE_SCORER names its folder.

Its labels say what it scores: `joy`, `hostility`, `self_harm`, `asks_human`, or with the group before it
(`risk.self_harm`). What they do not name stays with the shipped scorers.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recourse.model import RecourseError, Turn

if TYPE_CHECKING:
    from recourse.scoring import Scorer

TOKENS = 512  # at a time, or fewer where the checkpoint takes no more; a longer text is read in windows
OVERLAP = 4  # a window begins with the last quarter of the one before, so that nothing is torn apart
FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}  # that the values come from


class Checkpoint:
    """What `save_pretrained` left in a folder, on the CPU. Nothing is fetched, and no code of its own is run."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.json").is_file():
            raise _error(folder, "holds no transformers checkpoint: there is no config.json")
        self._torch, transformers = _libraries()
        self._tokenizer, self._model = _loaded(folder, self._torch, transformers)
        config = self._model.config
        if config.problem_type == "regression":
            raise _error(folder, "is a regression, and a score must be a probability")
        self.labels: tuple[str, ...] = tuple(config.id2label[i] for i in range(config.num_labels))
        several = config.problem_type == "multi_label_classification" or len(self.labels) == 1
        self._probable = self._torch.sigmoid if several else functools.partial(self._torch.softmax, dim=-1)
        places = getattr(config, "max_position_embeddings", None) or TOKENS
        self._window = min(TOKENS, self._tokenizer.model_max_length, places)
        self._read = functools.lru_cache(maxsize=4096)(self._run)
        try:
            self._read("word " * 2 * self._window)  # a fault shows now, and not in the first long message
        except Exception as error:
            raise _error(folder, f"cannot read a long text: {error}") from error

    def probabilities(self, text: str) -> dict[str, float]:
        """A probability a label; of a text longer than a window, the highest of any."""
        return dict(zip(self.labels, self._read(text)))

    def _run(self, text: str) -> tuple[float, ...]:
        cut = self._tokenizer(
            [text.encode("utf-8", "replace").decode()],  # half an emoji is no character, and no fault either
            truncation=True,
            max_length=self._window,
            stride=self._window // OVERLAP,
            return_overflowing_tokens=True,
        )
        names = [name for name in self._tokenizer.model_input_names if name in cut]
        windows = zip(*(cut[name] for name in names))
        return tuple(map(max, zip(*(self._one(dict(zip(names, window))) for window in windows))))

    def _one(self, window: Mapping[str, Sequence[int]]) -> list[float]:
        """One by one: padded beside others a window would be read a little differently."""
        with self._torch.inference_mode():
            logits = self._model(**{name: self._torch.tensor([ids]) for name, ids in window.items()}).logits
        found: list[float] = self._probable(logits[0].double()).tolist()
        if any(map(math.isnan, found)):  # the highest of several windows could hide it
            raise ValueError("a value is not a number")
        return found


class Overlaid:
    """A shipped scorer, the values that a checkpoint names laid over its own."""

    def __init__(self, scorer: Scorer, checkpoint: Checkpoint, labels: Mapping[str, str]) -> None:
        self.group, self.names = scorer.group, tuple(scorer.names)
        self._scorer, self._checkpoint, self._labels = scorer, checkpoint, labels

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """The checkpoint reads the last turn by itself; where that has no words, there is nothing to read."""
        found, text = dict(self._scorer.score(turns)), turns[-1].text
        if text.strip():
            read = self._checkpoint.probabilities(text)
            found.update({name: read[label] for name, label in self._labels.items()})
        return found


def replacing(scorers: Sequence[Scorer], folder: Path) -> tuple[Scorer, ...]:
    """The same scorers in the same order; what the folder's checkpoint names comes from it."""
    checkpoint = Checkpoint(folder)
    labels = _labels(folder, checkpoint.labels, scorers)
    found: list[Scorer] = []
    for scorer in scorers:
        own = {name: labels[scorer.group, name] for name in scorer.names if (scorer.group, name) in labels}
        found.append(Overlaid(scorer, checkpoint, own) if own else scorer)
    return tuple(found)


def version(folder: Path) -> str:
    """Of the folder's files together: whichever changes, the assessments tell."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.suffix in FILES):
        found.update(path.name.encode())
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                found.update(part)
    return found.hexdigest()[:12]


def _labels(folder: Path, labels: Sequence[str], scorers: Sequence[Scorer]) -> dict[tuple[str, str], str]:
    """The label of each group and name that has one."""
    scored = [(scorer.group, name) for scorer in scorers for name in scorer.names]
    times = Counter(name for _, name in scored)
    known = {f"{group}.{name}": (group, name) for group, name in scored}
    known |= {name: (group, name) for group, name in scored if times[name] == 1}
    if unknown := [label for label in labels if label not in known]:
        allowed = ", ".join(f"{group}.{name}" for group, name in scored)
        raise _error(
            folder,
            f"nothing is scored that is called {', '.join(unknown)}. The labels (id2label in config.json) may be "
            f"{allowed}, with the group before the dot or without it",
        )
    found = {known[label]: label for label in labels}
    if len(found) < len(labels):
        raise _error(folder, f"two of its labels name the same: {', '.join(sorted(labels))}")
    return found


def _libraries() -> tuple[Any, Any]:
    try:
        import torch
        import transformers
    except ImportError as error:
        raise RecourseError(
            f"RECOURSE_SCORER needs PyTorch ({error}). Install it with: uv sync --extra torch"
        ) from error
    return torch, transformers


def _loaded(folder: Path, torch: Any, transformers: Any) -> tuple[Any, Any]:
    """Tokenizer and model. What the library would make up where something is missing is refused."""
    transformers.utils.logging.disable_progress_bar()
    torch.set_num_threads(1)  # as the encoder; several threads wait for each other where cores are busy
    local = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **local)
        model, report = transformers.AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=torch.float32, output_loading_info=True, **local
        )
    except Exception as error:  # it raises all kinds
        raise _error(folder, f"cannot be loaded: {error}") from error
    if set(tokenizer.get_vocab()) <= set(tokenizer.all_special_tokens):
        raise _error(folder, "has no tokenizer (tokenizer.json)")
    if missing := sorted(report["missing_keys"]):
        raise _error(folder, f"its weights lack {', '.join(missing)}")
    return tokenizer, model.eval()


def _error(folder: Path, says: str) -> RecourseError:
    return RecourseError(f"RECOURSE_SCORER={folder}: {says}")
