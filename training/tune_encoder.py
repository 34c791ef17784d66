"""Teach the encoder what a risk, a request for a person and a mood are, and let it forget nothing.

    PYTHONPATH=. uv run --project training training/tune_encoder.py --data ../shared/data --teachers build/teachers.npy --checkpoint build/scorer.pt --out build/tuned.pt

train_encoder.py made an encoder that knows emotions; a linear head on its sentence vector cannot tell "I won't need
the parcel any more" from "I won't need anything any more". Here every head of data/policy/risks.yml, requests for a
person and the three moods are learnt together, through a unit vector of 128 floats (`concern`) on which
`recourse learn risks|moods` fits heads afterwards, those of new categories too. A text that says who somebody is
comes also as said by others (recourse.persons), under the same label. GoEmotions is rehearsed, and the sentence
vector is held where it was. On two CPU cores about 7 minutes an epoch.
"""
from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, set_seed

from recourse.learn import corpora, risks
from recourse.persons import variants
from labelled import Labelled, labelled
from train_encoder import BASE, DOUBT, LENGTH, Scorer, batches, dev_score, learn, padded, rates

REHEARSED = 12000  # GoEmotions comments an epoch
OWN = 0.5  # share of what the encoder itself thought before in what it rehearses
NOISY = 0.15  # share of the texts that come with a slip of the fingers
SHARE = {"risks": 10.0, "moods": 4.0, "emotions": 10.0, "sentence": 1.0}
SLOWER = 0.5  # than train_encoder.py


def told_of_others(rows: list[Labelled]) -> list[Labelled]:
    """Each row that says who somebody is, said of others."""
    return [Labelled(text, row.risks, row.moods, row.share / 2) for row in rows for text in variants(row.text)[1:]]


@torch.no_grad()
def before(scorer: Scorer, tokens: list[list[int]]) -> tuple[Tensor, np.ndarray]:
    """What the encoder says before anything is tuned: sentence vectors (texts, size), emotions (texts, 28)."""
    scorer.eval()
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    vectors = torch.zeros(len(tokens), scorer.sentence.out_features)
    emotions = np.zeros((len(tokens), scorer.emotions.out_features), dtype=np.float32)
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        out = scorer(*padded([tokens[i] for i in part]))
        vectors[part], emotions[part] = out["sentence"], out["emotions"].sigmoid().numpy()
    return vectors, emotions


def loss(out: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy where something is known (the rest is NaN), and 1 - cosine to the vectors before."""
    total = SHARE["sentence"] * (1 - (out["sentence"] * batch["sentence"]).sum(-1)).mean()
    for name in ("risks", "moods", "emotions"):
        known = ~batch[name].isnan()
        if known.any():
            goal = torch.where(known, batch[name], torch.zeros(()))
            each = nn.functional.binary_cross_entropy_with_logits(out[name], goal, reduction="none")
            each = (each * known).sum(-1) / known.sum(-1).clamp(min=1)  # of a row
            total = total + SHARE[name] * (each * batch["share"]).mean()
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, banking77/ …")
    parser.add_argument("--teachers", type=Path, required=True, help="soft labels of teachers.py")
    parser.add_argument("--checkpoint", type=Path, required=True, help="of train_encoder.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    set_seed(args.seed)
    torch.set_flush_denormal(True)
    rng = random.Random(args.seed)
    emotions = len(corpora.emotion_names(args.data))
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))

    def tokens_of(texts: list[str]) -> list[list[int]]:
        return tokenizer(texts, truncation=True, max_length=LENGTH)["input_ids"] if texts else []

    kept = torch.load(args.checkpoint, weights_only=True)
    names = [head.name for head in risks.heads(Path("."))]
    scorer = Scorer(AutoModel.from_pretrained(str(BASE)), emotions, len(names))
    missing = scorer.load_state_dict(kept, strict=False).missing_keys
    comments = corpora.goemotions(args.data / "goemotions/train.tsv", emotions)
    tokens = tokens_of([text for text, _ in comments])
    held, thought = before(scorer, tokens)
    marks = np.array([row for _, row in comments], dtype=np.float32)
    marks = (1 - DOUBT) * marks + DOUBT * np.load(args.teachers)
    goal = (1 - OWN) * marks + OWN * thought
    rows = labelled(Path("."), args.data)
    rows += told_of_others(rows)
    print(f"{len(rows)} rows for {len(names)} heads; new: {', '.join(missing)}", flush=True)
    texts = [row.text for row in rows]
    tokens = tokens_of(texts) + tokens
    also, thought = before(scorer, tokens[: len(rows)])
    held, goal = torch.cat([also, held]), np.concatenate([thought, goal])
    dev = corpora.goemotions(args.data / "goemotions/dev.tsv", emotions)
    dev_tokens, gold = tokens_of([text for text, _ in dev]), np.array([row for _, row in dev])

    mean = torch.optim.swa_utils.AveragedModel(scorer, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.997))
    groups = rates(scorer)
    for group in groups[1:]:
        group["lr"] *= SLOWER  # type: ignore[operator]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    total = args.epochs * -(-(len(rows) + REHEARSED) // 32)
    warm = 200
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm)))
    )
    begun, step, lost = time.monotonic(), 0, 0.0
    unknown = Labelled("", np.full(len(names), np.nan, dtype=np.float32), np.full(3, np.nan, dtype=np.float32))
    known = [*rows, *([unknown] * len(comments))]
    for epoch in range(args.epochs):
        scorer.train()
        rehearsed = rng.sample(range(len(rows), len(known)), REHEARSED)
        noisy = [i for i in range(len(rows)) if rng.random() < NOISY]
        read = dict(zip(noisy, tokens_of([corpora.slipped(texts[i], rng) for i in noisy])))
        chosen = [*range(len(rows)), *rehearsed]
        spelt = [read.get(i, tokens[i]) for i in chosen]
        for part in batches(spelt, rng):
            ids, mask = padded([spelt[i] for i in part])
            at = [chosen[i] for i in part]
            batch = {
                "sentence": held[at],
                "emotions": torch.tensor(goal[at]),
                "risks": torch.tensor(np.stack([known[i].risks for i in at])),
                "moods": torch.tensor(np.stack([known[i].moods for i in at])),
                "share": torch.tensor([known[i].share for i in at]),
            }
            found = loss(scorer(ids, mask), batch)
            lost += learn(found, scorer, mean, optimiser, schedule)
            step += 1
            if step % 100 == 0:
                print(f"{step} of {total}: loss {lost / 100:.4f}, {(time.monotonic() - begun) / 60:.1f} min", flush=True)
                lost = 0.0
        torch.save(mean.module.state_dict(), args.out)
        print(f"epoch {epoch + 1}: dev macro-F1 {dev_score(mean.module, dev_tokens, gold):.4f}", flush=True)
    print(f"kept {args.out}; next: training/export_encoder.py")


if __name__ == "__main__":
    main()
