"""The one place that wires everything. Actions, channels, desk and command line all start here."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from recourse import boundaries, helplines, policy, settings
from recourse.helplines import HelpLines
from recourse.model import RecourseError
from recourse.scoring import Scoring, context, emotion, moods
from recourse.settings import Settings
from recourse.shop.client import HttpShop, Shop
from recourse.store import Database
from recourse.texts import Texts


@dataclass(frozen=True)
class App:
    """What a process needs; each part is made when it is first asked for, and then kept."""

    settings: Settings

    @functools.cached_property
    def db(self) -> Database:
        return Database(self.settings.database)

    @functools.cached_property
    def scoring(self) -> Scoring:
        return Scoring(self.settings.project / "models/scorer", checkpoint=self.settings.scorer)

    @functools.cached_property
    def tree(self) -> policy.Tree:
        return read_tree(self.settings.project / "data/policy/escalation.yml", self.settings.project)

    @functools.cached_property
    def boundaries(self) -> boundaries.Boundaries:
        path = self.settings.project / boundaries.SHIPPED
        return boundaries.read(path.read_text(encoding="utf-8"), str(path))

    @functools.cached_property
    def texts(self) -> Texts:
        return Texts(_yaml(self.settings.project / "domain.yml")["responses"])

    @functools.cached_property
    def purposes(self) -> dict[str, Any]:
        return dict(_yaml(self.settings.project / "data/policy/purposes.yml")["purposes"])

    @functools.cached_property
    def help_lines(self) -> HelpLines:
        """Emergency numbers and help lines, by country."""
        return helplines.read(_yaml(self.settings.project / helplines.FILE))

    @functools.cached_property
    def shop(self) -> Shop:
        return HttpShop(self.settings.shop_url, self.settings.secret("shop"))


def read_tree(path: Path, project: Path) -> policy.Tree:
    """The decision tree of a file, checked against the emotions and risks that are measured."""
    if not path.is_file():
        raise RecourseError(f"{path}: no such file")
    labels = emotion.names(project / "models/scorer")
    risks = [category["id"] for category in _yaml(project / "data/policy/risks.yml")["categories"]]
    names = context.vocabulary([*labels, *moods.MOODS], risks)
    return policy.read(path.read_text(encoding="utf-8"), str(path), names)


def _yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=False).load(path)


@functools.cache
def the_app() -> App:
    """This process's app, with the settings of its environment."""
    return App(settings.read())
