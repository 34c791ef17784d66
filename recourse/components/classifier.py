"""The intent classifier: what a sentence means (the encoder's vector) and how it is spelt (its letters), read together.

Letters help where the encoder knows the words badly: misspelt ones, and languages other than English.
Rasa's own logistic regression on the vector alone was right 3 points less often, and is slow with many examples.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from recourse.scoring import intents

FILE = "intents.npz"
RANKED = 10  # intents that a message keeps with their probability


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncoderIntentClassifier(IntentClassifier, GraphComponent):
    """One softmax over the intents, on the encoder's vector and the letters of the text."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "letters": 5.0,  # how much the letters weigh beside the vector, whose weight is the featurizer's scale
            "strength": 1.0,  # inverse of the regularisation
            "rounds": 40,  # of the optimiser
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: intents.Model | None = None,
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, model_storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the intents' examples."""
        told = [message for message in training_data.intent_examples if message.get(TEXT)]
        if told:
            texts, names = [m.get(TEXT) for m in told], [m.get(INTENT) for m in told]
            self._model = intents.fit(
                texts,
                np.stack([_vector(m) for m in told]),
                names,
                float(self._config["letters"]),
                float(self._config["strength"]),
                int(self._config["rounds"]),
            )
            with self._storage.write_to(self._resource) as folder:
                self._model.save(folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> EncoderIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, intents.Model.load(folder / FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        """Give every message with a text its intent and the ranking."""
        for message in messages:
            if self._model is None or not (message.get(TEXT) or "").strip():
                continue
            ranking = self._model.read(message.get(TEXT), _vector(message))[:RANKED]
            found = [{"name": name, "confidence": p} for name, p in ranking]
            message.set(INTENT, found[0], add_to_output=True)
            message.set("intent_ranking", found, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


def _vector(message: Message) -> NDArray[np.float32]:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float32)
