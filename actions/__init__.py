"""Rasa's custom actions: tracker in, one call to recourse, events out."""
