"""Turn the checkpoint into what Recourse ships: int8 ONNX, tokenizer, scorer.json, background.npy; and say what
quantising cost.

    uv run --project training training/export_encoder.py --data ../shared/data --checkpoint build/scorer.pt --out models/scorer

Prints macro-F1 on GoEmotions' dev split, thresholds tuned per label on the same split, for the float and
the int8 weights, and keeps the thresholds and figures in scorer.json.
"""
from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.metrics import f1_score
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from train_encoder import BASE, Scorer, goemotions, service_texts


class Exported(nn.Module):
    """Probabilities in place of logits, and no token vectors."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        out = self.scorer(input_ids, attention_mask)
        return out["logits"].sigmoid(), out["sentence"]


def export(scorer: Scorer, path: Path) -> None:
    """Write float32 ONNX with free batch and length."""
    example = (torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7, dtype=torch.long))
    free = {0: "batch", 1: "length"}
    torch.onnx.export(
        Exported(scorer).eval(),
        example,
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["emotions", "sentence"],
        dynamic_axes={"input_ids": free, "attention_mask": free, "emotions": {0: "batch"}, "sentence": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def run(path: Path, tokenizer, texts: list[str], output: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    """One output of an ONNX file for each text, (texts, n). One by one: padding changes int8 a little."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        batch = tokenizer([text], truncation=True, max_length=128, return_tensors="np")
        feed = {name: batch[name].astype(np.int64) for name in ("input_ids", "attention_mask")}
        rows.append(session.run([output], feed)[0][0])
    return np.array(rows)


def tuned(p: np.ndarray, gold: np.ndarray) -> tuple[float, list[float]]:
    """Macro-F1 with the best threshold a label, and the thresholds."""
    grid = np.arange(0.05, 0.95, 0.01)
    best = [max(grid, key=lambda t: f1_score(gold[:, i], p[:, i] >= t, zero_division=0)) for i in range(gold.shape[1])]
    return float(f1_score(gold, p >= np.array(best), average="macro", zero_division=0)), [round(float(t), 2) for t in best]


def calibration_error(p: np.ndarray, gold: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error over all (row, label) pairs, 0 is perfect."""
    flat, truth = p.ravel(), gold.ravel()
    which = np.minimum((flat * bins).astype(int), bins - 1)
    gaps = [abs(flat[which == b].mean() - truth[which == b].mean()) * (which == b).mean() for b in range(bins) if (which == b).any()]
    return float(sum(gaps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    emotions = (args.data / "goemotions/labels.txt").read_text().split()
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))
    scorer = Scorer(AutoModel.from_pretrained(str(BASE)), len(emotions))
    scorer.load_state_dict(torch.load(args.checkpoint, weights_only=True))
    scorer.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    plain, small = args.checkpoint.with_suffix(".onnx"), args.out / "encoder.onnx"
    export(scorer, plain)
    quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True)
    tokenizer.save_pretrained(str(args.out))

    rows = goemotions(args.data / "goemotions/dev.tsv", len(emotions))
    texts, gold = [text for text, _ in rows], np.array([marks for _, marks in rows])
    figures = {}
    for name, path in (("float", plain), ("int8", small)):
        p = run(path, tokenizer, texts, "emotions")
        macro, thresholds = tuned(p, gold)
        figures[name] = {"dev_macro_f1": round(macro, 4), "dev_ece": round(calibration_error(p, gold), 4)}
        print(f"{name}: macro-F1 {macro:.4f}, calibration error {figures[name]['dev_ece']:.4f} on {len(rows)} dev rows")
    rng = random.Random(7)  # what people ordinarily write: the risk heads must leave it alone
    ordinary = rng.sample([text for text, _ in goemotions(args.data / "goemotions/train.tsv", len(emotions))], 1500)
    ordinary += rng.sample(service_texts(args.data, 400, rng), 1500)
    np.save(args.out / "background.npy", run(small, tokenizer, ordinary, "sentence").astype(np.float16))
    kept = {"emotions": emotions, "thresholds": thresholds, "figures": figures}
    (args.out / "scorer.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{small}: {small.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
