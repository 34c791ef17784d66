"""Recourse: escalation to a human, decided openly, explained, consented to and recorded."""

__version__ = "0.1.0"
