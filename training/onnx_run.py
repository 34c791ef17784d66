"""One output of an exported network for many texts."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime


def outputs(path: Path, tokenizer, texts: list[str], output: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    """(texts, …), in order. One by one: beside others int8 rounds a text a little differently."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        batch = tokenizer([text], truncation=True, max_length=128, return_tensors="np")
        feed = {name: batch[name].astype(np.int64) for name in ("input_ids", "attention_mask")}
        rows.append(session.run([output], feed)[0][0])
    return np.array(rows)
