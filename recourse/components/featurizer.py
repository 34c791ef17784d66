"""The shipped encoder as a dense featurizer: one vector a message, for the intent classifier."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from recourse.scoring import encoder
from recourse.settings import PROJECT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Sentence vectors of models/scorer, so that intents and risks are read by the same network."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            "folder": "models/scorer",  # of the weights, from the project's root
            "scale": 6.0,  # the length that every vector is given
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be wrong that loading would not say."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """New weights must retrain what stands on them."""
        return hashlib.sha256((_folder(config) / "encoder.onnx").read_bytes()).hexdigest()

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Give every message with a text its vector, (1, 384)."""
        weights = encoder.load(_folder(self._config))
        for message in messages:
            if (message.get(TEXT) or "").strip():
                vector = np.expand_dims(weights.read(message.get(TEXT)).sentence, 0) * self._config["scale"]
                self.add_features_to_message(None, vector, TEXT, message)
        return messages


def _folder(config: dict[str, Any]) -> Path:
    return PROJECT / str(config.get("folder", "models/scorer"))
