"""What Rasa loads of ours: NLU featurizer, dialogue policies, lock store. The only code besides channels that imports rasa."""
