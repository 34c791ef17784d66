"""The public page of what the machine does not decide, and what it may do by itself."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sanic import response
from sanic.request import Request

from recourse.app import the_app
from recourse.channels.checks import View
from recourse.service import boundaries


@functools.cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template(
        "boundaries.html"
    )


def page(headers: Mapping[str, str]) -> View:
    """The view: one page, in the language of `?lang=`, English for one that we do not speak."""

    async def view(request: Request) -> Any:
        language = boundaries.spoken(request.args.get("lang"))
        html = _template().render(boundaries.page(the_app(), language))
        return response.html(html, headers={**headers, "Content-Language": language})

    return view
