"""Killing (-9) any part after each commit on the path, and in two places between."""

from __future__ import annotations

import pytest

from tests.system.running import System
from tests.system.test_faults import deaths, dies


@pytest.mark.parametrize(("part", "point"), deaths("after"))
def test_a_death_loses_and_doubles_nothing(fragile: System, part: str, point: str) -> None:
    dies(fragile, part, point)
