"""The public sets and our own dialogues, read as they are trained on. Folders: ../shared/data, training/."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recourse.model import RecourseError
from recourse.names import NAMES

MOODS = ("dissatisfaction", "hostility", "distress")
#: How sure a rating of 0 to 3 makes us that the feeling is there.
CHANCE = (0.0, 0.35, 0.9, 1.0)
#: Intents of the public sets that may well be a case of fraud, or of want: nothing is known of that.
UNSURE = ("fraud", "stolen", "compromised", "not_recognised", "lost", "charged_twice", "blocked")
#: The file of training/sentences whose lines count for no category.
CALM = "calm"
LINE = re.compile(r"(?:C ([0-3]) ([0-3]) ([0-3])|(A)) \| (.+)")


def emotion_names(data: Path) -> list[str]:
    """The 28 labels of GoEmotions, in its order."""
    return (data / "goemotions/labels.txt").read_text().split()


def goemotions(path: Path, emotions: int) -> list[tuple[str, list[float]]]:
    """Rows of `text<TAB>label ids<TAB>row id` as (text, 0/1 per emotion)."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, ids, _ = line.split("\t")
        marked = {int(i) for i in ids.split(",")}
        rows.append((text, [float(i in marked) for i in range(emotions)]))
    return rows


def service_texts(data: Path, each: int, rng: random.Random) -> list[str]:
    """Unlabelled customers' sentences, so that the embedding stays good where it is used."""
    with (data / "banking77/train.csv").open(encoding="utf-8") as file:
        pools = [[row["text"] for row in csv.DictReader(file)]]
    clinc = json.loads((data / "clinc150/train_val.json").read_text(encoding="utf-8"))
    pools.append([text for text, _ in clinc["train"]])
    for trade in sorted((data / "multidogo").glob("*.tsv")):
        pools.append([row["utterance"] for row in multidogo(trade) if len(row["utterance"] or "") > 25])
    return [text for pool in pools for text in rng.sample(pool, min(each, len(pool)))]


@dataclass(frozen=True)
class Spoken:
    """A customer turn with what was said before it, oldest first, and how sure each mood is (NaN: not rated)."""

    said: list[tuple[str, str]]  # ("customer" or "assistant", text); the last is the customer's
    moods: list[float]
    source: str

    @property
    def text(self) -> str:
        """What the customer said last."""
        return self.said[-1][1]


def dialogues(path: Path) -> Iterator[Spoken]:
    """The rated customer turns of a file in the form of training/dialogues/README.md."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        said: list[tuple[str, str]] = []
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            found = LINE.fullmatch(line.strip())
            if not found:
                raise RecourseError(f"{path}: a line must be `C 0 0 0 | text` or `A | text`, and is: {line}")
            *marks, assistant, text = found.groups()
            said = [*said, ("assistant" if assistant else "customer", text)]
            if not assistant:
                yield Spoken(said, [CHANCE[int(mark)] for mark in marks], source=path.stem)


def labelled_chats(data: Path, labels: Path) -> Iterator[Spoken]:
    """Turns of MultiDoGO that we rated (training/labels/multidogo.tsv), with the turns before them."""
    marks: dict[tuple[str, str], list[float]] = {}
    with labels.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            marks[row["file"], row["utteranceId"]] = [CHANCE[int(row[mood])] for mood in MOODS]
    for trade in sorted((data / "multidogo").glob("*.tsv")):
        name, conversation = trade.name.split(".")[0], ""
        said: list[tuple[str, str]] = []
        for row in multidogo(trade):
            if row["conversationId"] != conversation:
                said, conversation = [], row["conversationId"]
            said = [*said, ("customer", row["utterance"] or "")]  # the files hold the customer's turns only
            if (rated := marks.get((name, row["utteranceId"]))) is not None:
                yield Spoken(said, rated, source="multidogo")


def at_risk(data: Path, labels: Path) -> Iterator[tuple[Spoken, bool]]:
    """Contexts of DiaSafety that we read (training/labels/diasafety.tsv): the post, and whether its writer
    may hurt themselves."""
    posts = json.loads((data / "diasafety/train.json").read_text(encoding="utf-8"))
    with labels.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            moods = [CHANCE[int(row[mood])] for mood in MOODS]
            said = [("customer", posts[int(row["row"])]["context"])]
            yield Spoken(said, moods, source="diasafety"), row["self_harm"] == "1"


def abuse(path: Path) -> Iterator[Spoken]:
    """What people typed at chatbots (ConvAbuse): hostility as the share of annotators who saw abuse."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            votes = [_abusive(row, n) for n in range(1, 9)]
            seen = [vote for vote in votes if vote is not None]
            if seen and row["user"]:
                before = [
                    ("assistant", row["prev_agent"]),
                    ("customer", row["prev_user"]),
                    ("assistant", row["agent"]),
                ]
                said = [(role, text) for role, text in before if text]
                yield Spoken(
                    [*said, ("customer", row["user"])],
                    [np.nan, float(np.mean(seen)), np.nan],
                    source="convabuse",
                )


def _abusive(row: dict[str, str], annotator: int) -> bool | None:
    marked = [
        level
        for level in (1, 0, -1, -2, -3)
        if "1" in (row.get(f"Annotator{annotator}_is_abuse.{level}") or "")
    ]
    return any(level < 0 for level in marked) if marked else None


def multidogo(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a trade's file, by the names of its columns."""
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def rated(project: Path, data: Path) -> Iterator[Spoken]:
    """Every turn whose moods were rated."""
    for file in sorted((project / "training/dialogues").glob("*.txt")):
        yield from dialogues(file)
    yield from labelled_chats(data, project / "training/labels/multidogo.tsv")
    yield from (said for said, _ in at_risk(data, project / "training/labels/diasafety.tsv"))
    yield from abuse(data / "convabuse/ConvAbuseEMNLPtrain.csv")


def sentences(project: Path) -> Iterator[tuple[str, str, bool]]:
    """Head, text and whether it counts, of training/sentences/*.txt; `calm` counts for none."""
    for file in sorted((project / "training/sentences").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line[:2] not in ("+ ", "- "):
                raise RecourseError(f"{file}: a line must begin with `+ ` or `- `, and is: {line}")
            yield file.stem, line[2:].strip(), line[0] == "+"


def requests(data: Path, each: int, sure: bool = True) -> list[str]:
    """Requests of bank customers (BANKING77) and others (CLINC150) that nobody need worry about, EACH of both; or
    those that may well be a case of fraud, if not SURE."""
    with (data / "banking77/train.csv").open(encoding="utf-8") as file:
        bank = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    clinc = json.loads((data / "clinc150/train_val.json").read_text(encoding="utf-8"))["train"]
    rng, found = random.Random(7), []
    for pool in (bank, clinc):
        texts = [text for text, intent in pool if sure != any(word in intent for word in UNSURE)]
        found += rng.sample(texts, each)
    return found


def slipped(text: str, rng: random.Random) -> str:
    """The text with slips of the fingers: a letter dropped, doubled or swapped with the next, one in 25 letters."""
    for _ in range(1 + len(text) // 25):
        places = [i for i in range(len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
        if places:
            at = rng.choice(places)
            mended = rng.choice([text[at + 1], text[at] * 2 + text[at + 1], text[at + 1] + text[at]])
            text = text[:at] + mended + text[at + 2 :]
    return text


def introduced(text: str, rng: random.Random) -> str:
    """The text as said by somebody who gives a name, of any culture: who it is says nothing of danger."""
    name = " ".join(word.capitalize() for word in rng.sample(sorted(NAMES), 2))
    form = rng.choice(
        ["My name is {}. {}", "I'm {} and this is my question. {}", "{} here. {}", "My name is {} and {}"]
    )
    return form.format(name, text)
