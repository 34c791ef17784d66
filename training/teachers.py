"""Soft labels for GoEmotions' train split: what two earlier models say of each comment.

    PYTHONPATH=. uv run --project training training/teachers.py --data ../shared/data --encoder models/scorer --out build/teachers.npy

The first is an encoder fine-tuned before (ONNX, as shipped by training/export_encoder.py); the second a
TF-IDF model, asked only about comments that it was not fitted to (five folds). Annotators disagree about
emotions; a student that sees both the mark and the doubt learns more from each comment than from the mark alone
(Furlanello et al. 2018, Born-Again Neural Networks).
"""
from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from transformers import AutoTokenizer

from onnx_run import outputs
from recourse.learn.corpora import emotion_names, goemotions

FOLDS = 5
SHARE = 0.3  # of the TF-IDF model in the mean of the logits


def by_words(texts: list[str]) -> csr_matrix:
    """TF-IDF of words, pairs of words and pieces of words: (texts, features)."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=5, sublinear_tf=True, max_features=60_000)
    return hstack([words.fit_transform(texts), pieces.fit_transform(texts)]).tocsr()


def out_of_fold(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    """Probabilities of one label, each from a model that did not see the row."""
    p = np.zeros(len(y))
    for train, test in KFold(FOLDS, shuffle=True, random_state=7).split(y):
        p[test] = LogisticRegression(C=2, solver="liblinear").fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    return p


def logit(p: np.ndarray) -> np.ndarray:
    """Logits, clipped where a probability is 0 or 1."""
    p = np.clip(p, 1e-5, 1 - 1e-5)
    return np.log(p / (1 - p))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = goemotions(args.data / "goemotions/train.tsv", len(emotion_names(args.data)))
    texts, marks = [text for text, _ in rows], np.array([row for _, row in rows])
    x = by_words(texts)
    with ProcessPoolExecutor(2) as pool:
        words = np.array(list(pool.map(out_of_fold, [x] * marks.shape[1], marks.T))).T
    tokenizer = AutoTokenizer.from_pretrained(str(args.encoder))
    encoder = outputs(args.encoder / "encoder.onnx", tokenizer, texts, "emotions")
    both = (1 - SHARE) * logit(encoder) + SHARE * logit(words)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.save(args.out, (1 / (1 + np.exp(-both))).astype(np.float32))
    print(f"kept {args.out}: {both.shape}")


if __name__ == "__main__":
    main()
