"""Turn the checkpoint into what Recourse ships, and say what quantising cost.

    PYTHONPATH=. uv run --project training training/export_encoder.py --data ../shared/data --checkpoint build/scorer.pt --out models/scorer

Writes int8 ONNX and the tokenizer. Prints macro-F1 on GoEmotions' dev split, thresholds tuned per label on the same
split, for the float and the int8 weights. `recourse learn emotions|moods|risks` fits the heads to them next.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from onnx_run import outputs
from recourse.learn.corpora import emotion_names, goemotions
from recourse.learn.measure import best_f1
from train_encoder import BASE, Scorer

OUTPUTS = ["emotions", "sentence", "concern"]


class Exported(nn.Module):
    """Probabilities in place of logits."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out = self.scorer(input_ids, attention_mask)
        return out["emotions"].sigmoid(), out["sentence"], out["concern"]


def export(scorer: Scorer, path: Path) -> None:
    """Write float32 ONNX with free batch and length."""
    example = (torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7, dtype=torch.long))
    free = {0: "batch", 1: "length"}
    torch.onnx.export(
        Exported(scorer).eval(),
        example,
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=OUTPUTS,
        dynamic_axes={"input_ids": free, "attention_mask": free, **{name: {0: "batch"} for name in OUTPUTS}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    emotions = emotion_names(args.data)
    tokenizer = AutoTokenizer.from_pretrained(str(BASE))
    kept = torch.load(args.checkpoint, weights_only=True)
    scorer = Scorer(AutoModel.from_pretrained(str(BASE)), len(emotions), len(kept["risks.bias"]))
    scorer.load_state_dict(kept)
    scorer.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    plain, small = args.checkpoint.with_suffix(".onnx"), args.out / "encoder.onnx"
    export(scorer, plain)
    quantize_dynamic(str(plain), str(small), weight_type=QuantType.QInt8, per_channel=True)
    tokenizer.save_pretrained(str(args.out))
    rows = goemotions(args.data / "goemotions/dev.tsv", len(emotions))
    texts, gold = [text for text, _ in rows], np.array([marks for _, marks in rows])
    for name, path in (("float", plain), ("int8", small)):
        p = outputs(path, tokenizer, texts, "emotions").astype(float)
        macro = np.mean([best_f1(p[:, i], gold[:, i])[0] for i in range(len(emotions))])
        print(f"{name}: macro-F1 {macro:.4f} on {len(rows)} dev rows, by the network alone")
    print(f"{small}: {small.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
