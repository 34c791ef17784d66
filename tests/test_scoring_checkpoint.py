"""A transformers checkpoint in the scorers' place, by one setting: made here, tiny, and really loaded."""

from __future__ import annotations

import json
import math
import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoModelForSequenceClassification,
    BertConfig,
    BertModel,
    PreTrainedTokenizerFast,
    RobertaConfig,
)

from recourse import policy, score, settings
from recourse.app import App
from recourse.model import Missing, RecourseError, Route, Turn
from recourse.scoring import checkpoint
from recourse.scoring.checkpoint import Checkpoint
from tests import shipped

try:
    import torch
except ImportError:  # the tests that are not marked need none
    torch = None

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "where", "is", "my", "order", "lamp", "knife", "word"]
PLACES = 32
LABELS = {"joy": -1.0, "hostility": 2.0, "risk.medical": -3.0, "legal_threat": 0.5, "asks_human": -2.0}
MULTI = "multi_label_classification"
WHERE = [Turn("customer", "where is my order")]


def sigmoid(logit):
    return 1 / (1 + math.exp(-logit))


def make(folder, labels, problem_type=MULTI, config=BertConfig, **more):
    """A checkpoint whose logits are the given ones whatever it reads; where one is None, they follow the text."""
    pieces = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    pieces.normalizer, pieces.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.BertPreTokenizer()
    pieces.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    named = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    PreTrainedTokenizerFast(tokenizer_object=pieces, **named).save_pretrained(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    torch.manual_seed(7)
    model = AutoModelForSequenceClassification.from_config(
        config(
            **sizes,
            vocab_size=len(WORDS),
            max_position_embeddings=PLACES,
            problem_type=problem_type,
            id2label=dict(enumerate(labels)),
            label2id={label: i for i, label in enumerate(labels)},
            **more,
        )
    )
    if None not in labels.values():
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.copy_(torch.tensor(list(labels.values())))
    model.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """No setting of this machine, and a network that nobody reaches: every try is a failure of the test."""
    for name in [name for name in os.environ if name.startswith("RECOURSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RECOURSE_HOME", str(tmp_path / "home"))
    tried = []
    for owner, name in ((socket.socket, "connect"), (socket, "getaddrinfo")):
        monkeypatch.setattr(owner, name, lambda *given: tried.append(given) or 1 / 0)
    yield
    assert tried == []


@pytest.fixture(autouse=True)
def pytorch(request):
    """Where it is missing, what needs it is skipped, and never in CI: `make check` runs it in .venv-torch."""
    if torch is None and request.node.get_closest_marker("torch"):
        missing = "PyTorch is missing; make check runs this in .venv-torch"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)


@pytest.fixture
def set_to(monkeypatch):
    """The scoring of an instance whose setting names a folder."""

    def scoring(folder):
        monkeypatch.setenv("RECOURSE_SCORER", str(folder))
        return App(settings.read()).scoring

    return scoring


@pytest.mark.torch
def test_what_a_checkpoint_names_comes_from_it_and_the_rest_from_the_shipped_scorers(set_to, tmp_path):
    ours, theirs = shipped.scoring().assess(WHERE), set_to(make(tmp_path / "own", LABELS)).assess(WHERE)
    groups = ("emotion", "emotion", "risk", "risk", "request")
    named = [f"{group}.{label.split('.')[-1]}" for group, label in zip(groups, LABELS)]
    for name, logit in zip(named, LABELS.values()):
        assert theirs.get(name) == pytest.approx(sigmoid(logit), abs=1e-6)
    for group in ("emotion", "risk", "request"):
        assert list(theirs.values[group]) == list(ours.values[group])  # names and their order
        for name in theirs.values[group]:
            if f"{group}.{name}" not in named:
                assert theirs.get(f"{group}.{name}") == ours.get(f"{group}.{name}")


def test_without_the_setting_the_shipped_weights_score():
    made = App(settings.read()).scoring
    assert made.version == shipped.scoring().version
    assert made.assess(WHERE) == shipped.scoring().assess(WHERE)


@pytest.mark.torch
def test_the_tree_decides_by_what_the_checkpoint_gives(set_to, tmp_path):
    tree = shipped.tree()
    alarmed = set_to(make(tmp_path / "alarmed", {"self_harm": 8.0, "harm_to_others": -8.0}))
    assert policy.decide(alarmed.assess(WHERE), tree).branch == "crisis_self"
    assert policy.decide(shipped.scoring().assess(WHERE), tree).route is Route.CONTINUE
    line = {"id": 1, "turns": [{"role": "customer", "text": "where is my order"}]}
    answered = score.answer(alarmed, tree, line)
    assert answered["risks"]["self_harm"] == pytest.approx(sigmoid(8), abs=1e-6)
    assert answered["decision"]["route"] == "hand_over_now"


@pytest.mark.torch
def test_the_probabilities_are_those_of_transformers_itself(tmp_path):
    folder = make(tmp_path / "own", dict.fromkeys(["joy", "anger", "fear"]))
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    made = Checkpoint(folder)
    seen = set()
    for text in ("where is my order", "LAMP", "quite unknown"):
        with torch.no_grad():
            logits = model(**tokenizer(text, return_tensors="pt")).logits[0]
        assert list(made.probabilities(text)) == ["joy", "anger", "fear"]
        expected = torch.sigmoid(logits).tolist()
        assert list(made.probabilities(text).values()) == pytest.approx(expected, abs=1e-6)
        seen.add(made.probabilities(text)["joy"])
    assert len(seen) == 3


@pytest.mark.torch
@pytest.mark.parametrize(
    ("problem_type", "labels", "expected"),
    [
        (MULTI, {"joy": 0.0, "fear": 1.0}, [0.5, sigmoid(1)]),
        ("single_label_classification", {"joy": 0.0, "fear": 1.0}, [sigmoid(-1), sigmoid(1)]),
        (None, {"joy": 0.0, "fear": 1.0, "anger": -50.0}, [sigmoid(-1), sigmoid(1), 0.0]),
        (None, {"self_harm": 1.0}, [sigmoid(1)]),  # the highest of one would always be 1
    ],
)
def test_labels_that_exclude_each_other_share_one_and_others_do_not(tmp_path, problem_type, labels, expected):
    found = Checkpoint(make(tmp_path / "own", labels, problem_type)).probabilities("where")
    assert list(found.values()) == pytest.approx(expected, abs=1e-6)


@pytest.mark.torch
def test_a_long_text_is_read_to_its_end_and_the_highest_of_its_parts_counts(tmp_path):
    made = Checkpoint(make(tmp_path / "own", dict.fromkeys(["self_harm", "medical"])))
    harmless = "where is my order " * 30
    plain, last = made.probabilities(harmless), made.probabilities(harmless + "knife")
    middle = made.probabilities(harmless + "knife " * 2 * PLACES + harmless)
    window = PLACES - 2  # beside [CLS] and [SEP]
    parts = [" ".join(harmless.split()[:window]), "knife " * window]
    for label in made.labels:
        assert middle[label] >= max(made.probabilities(part)[label] for part in parts) - 1e-9
    assert last != plain


@pytest.mark.torch
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_where_there_is_nothing_to_read_the_shipped_value_stays(set_to, tmp_path, text):
    made, turns = set_to(make(tmp_path / "own", {"joy": 9.0})), [Turn("customer", text)]
    assert made.assess(turns).get("emotion.joy") == shipped.scoring().assess(turns).get("emotion.joy")


@pytest.mark.torch
def test_only_the_last_turn_is_read_and_half_an_emoji_is_no_fault(set_to, tmp_path):
    made = set_to(make(tmp_path / "own", dict.fromkeys(["joy", "fear"])))
    before = [Turn("customer", "knife knife"), Turn("assistant", "word")]
    assert made.assess([*before, *WHERE]).get("emotion.joy") == made.assess(WHERE).get("emotion.joy")
    assert isinstance(made.assess([Turn("customer", "order \ud83d")]).get("emotion.joy"), float)


@pytest.mark.torch
def test_texts_are_read_alike_alone_and_at_the_same_time(tmp_path):
    made = Checkpoint(make(tmp_path / "own", dict.fromkeys(["joy", "fear"])))
    texts = [" ".join(WORDS[4 : 4 + n % 7]) * n for n in range(1, 40)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(made.probabilities, texts))
    alone = Checkpoint(tmp_path / "own")
    assert together == [alone.probabilities(text) for text in texts]


class Shipped:
    """A scorer that gives a half for everything."""

    def __init__(self, group, *names):
        self.group, self.names = group, names

    def score(self, turns):
        return dict.fromkeys(self.names, 0.5)


@pytest.mark.torch
def test_several_scorers_of_a_group_keep_their_order_and_their_own_names(tmp_path):
    scorers = (
        Shipped("emotion", "joy", "fear"),
        Shipped("emotion", "distress"),
        Shipped("risk", "fear", "minor"),
    )
    folder = make(tmp_path / "own", {"distress": 1.0, "risk.fear": 2.0})
    found = checkpoint.replacing(scorers, folder)
    assert found[0] is scorers[0]  # named in nothing: left as it is
    assert [(scorer.group, tuple(scorer.names)) for scorer in found] == [
        (scorer.group, scorer.names) for scorer in scorers
    ]
    assert found[1].score(WHERE) == {"distress": pytest.approx(sigmoid(1), abs=1e-6)}
    assert found[2].score(WHERE) == {"fear": pytest.approx(sigmoid(2), abs=1e-6), "minor": 0.5}
    with pytest.raises(RecourseError, match=r"nothing is scored that is called fear\."):  # which of the two?
        checkpoint.replacing(scorers, make(tmp_path / "other", {"fear": 1.0, "joy": 0.0}))


@pytest.mark.torch
def test_moods_that_are_not_read_are_off_whoever_scores_them(set_to, tmp_path):
    found = set_to(make(tmp_path / "own", LABELS)).assess(WHERE, mood=False)
    assert found.get("emotion.joy") is found.get("emotion.hostility") is Missing.OFF
    assert found.get("risk.medical") == pytest.approx(sigmoid(LABELS["risk.medical"]), abs=1e-6)


@pytest.mark.torch
def test_a_checkpoint_that_fails_shows_as_a_failure_of_what_it_scores(set_to, tmp_path, monkeypatch):
    made = set_to(make(tmp_path / "own", {"risk.medical": 0.0}))
    monkeypatch.setattr(Checkpoint, "probabilities", lambda *_: 1 / 0)
    found = made.assess(WHERE)
    assert found.get("risk.medical") is Missing.FAILED
    assert isinstance(found.get("emotion.joy"), float)
    assert found.get("system.failed") is True


@pytest.mark.torch
def test_weights_that_are_no_numbers_are_refused(set_to, tmp_path):
    folder = make(tmp_path / "own", {"joy": math.nan})
    with pytest.raises(RecourseError, match="a value is not a number"):
        set_to(folder)


@pytest.mark.torch
def test_the_version_in_each_assessment_tells_which_checkpoint_scored(set_to, tmp_path):
    folder = make(tmp_path / "own", LABELS)
    first = set_to(folder).assess(WHERE).version
    assert first.startswith(shipped.scoring().version) and first.endswith(checkpoint.version(folder))
    (folder / "README.md").write_text("of no consequence")
    assert set_to(folder).version == first
    make(folder, {**LABELS, "joy": 1.0})
    assert set_to(folder).version != first


@pytest.mark.torch
@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (["LABEL_0", "joy"], "nothing is scored that is called LABEL_0. "),
        (["emotion.medical"], "nothing is scored that is called emotion.medical. "),
        (["Joy", "risk.luck"], "nothing is scored that is called Joy, risk.luck. "),
        (["joy", "emotion.joy"], "two of its labels name the same: emotion.joy, joy"),
    ],
)
def test_a_label_that_names_nothing_is_told_with_all_that_may_be_named(set_to, tmp_path, labels, says):
    folder = make(tmp_path / "own", dict.fromkeys(labels, 0.0))
    with pytest.raises(RecourseError) as error:
        set_to(folder)
    assert str(error.value).startswith(f"RECOURSE_SCORER={folder}: {says}")
    if says.startswith("nothing"):
        names = [f"{group}.{name}" for group, names in shipped.scoring().names.items() for name in names]
        assert ", ".join(names) in str(error.value)


def without(*names):
    def spoil(folder):
        for name in names:
            (folder / name).unlink()

    return spoil


def headless(folder):
    BertModel(BertConfig.from_pretrained(folder)).save_pretrained(folder)
    make(folder / "whole", LABELS)
    shutil.copy(folder / "whole/config.json", folder)


def garbled(folder):
    (folder / "model.safetensors").write_bytes(b"\0" * 100)


@pytest.mark.torch
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (shutil.rmtree, "holds no transformers checkpoint: there is no config.json"),
        (without("config.json"), "holds no transformers checkpoint: there is no config.json"),
        (without("model.safetensors"), "cannot be loaded: "),
        (without("tokenizer.json"), "cannot be loaded: "),
        (without("tokenizer.json", "tokenizer_config.json"), "has no tokenizer (tokenizer.json)"),
        (garbled, "cannot be loaded: "),
        (headless, "its weights lack classifier.bias, classifier.weight"),
    ],
)
def test_a_folder_that_lacks_something_is_named_with_what_it_lacks(set_to, tmp_path, spoil, says):
    folder = make(tmp_path / "own", LABELS)
    spoil(folder)
    with pytest.raises(RecourseError) as error:
        set_to(folder)
    assert str(error.value).startswith(f"RECOURSE_SCORER={folder}: {says}")


@pytest.mark.torch
def test_a_regression_gives_no_probabilities_and_is_refused(set_to, tmp_path):
    folder = make(tmp_path / "own", {"joy": 1.0}, "regression")
    with pytest.raises(RecourseError, match="is a regression"):
        set_to(folder)


@pytest.mark.torch
def test_a_window_that_the_model_cannot_take_shows_on_load(set_to, tmp_path):
    labels = dict.fromkeys(["joy", "fear"])  # RoBERTa keeps two of its places for itself
    folder = make(tmp_path / "own", labels, config=RobertaConfig, pad_token_id=0)
    config = json.loads((folder / "config.json").read_text())
    config["pad_token_id"] = 1
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(RecourseError, match="cannot read a long text"):
        set_to(folder)
    tokenizer = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps({**tokenizer, "model_max_length": PLACES - 2}))
    assert isinstance(set_to(folder).assess(WHERE).get("emotion.joy"), float)


@pytest.mark.torch
def test_code_that_lies_beside_the_weights_is_not_run(set_to, tmp_path):
    folder = make(tmp_path / "own", LABELS)
    (folder / "own.py").write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Model: pass\nclass Config: pass\n"
    )
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoConfig": "own.Config", "AutoModelForSequenceClassification": "own.Model"}
    (folder / "config.json").write_text(json.dumps(config))
    assert isinstance(set_to(folder).assess(WHERE).get("emotion.joy"), float)
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "own"}))
    with pytest.raises(RecourseError, match="cannot be loaded"):
        set_to(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("library", ["torch", "transformers"])
def test_without_pytorch_the_error_says_how_to_install_it(set_to, tmp_path, monkeypatch, library):
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(RecourseError, match=r"RECOURSE_SCORER needs PyTorch .*uv sync --extra torch"):
        set_to(tmp_path)


def test_the_command_line_says_in_one_line_what_is_wrong(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "recourse", "policy", "check"],
        cwd=shipped.PROJECT,
        env={**os.environ, "RECOURSE_SCORER": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"RECOURSE_SCORER={tmp_path / 'nowhere'}: holds no transformers checkpoint" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shipped_scorers_need_no_pytorch():
    code = (
        "import sys; from tests import shipped; shipped.scoring(); "
        "print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=shipped.PROJECT, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr
