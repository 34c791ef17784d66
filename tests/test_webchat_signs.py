"""Signs of the moment reach the open streams of their own conversation, and nobody else."""

from __future__ import annotations

import asyncio
import json

from recourse.channels.webchat.signs import Signs


def test_a_sign_wakes_every_stream_of_its_conversation() -> None:
    async def story() -> None:
        signs, one, two, other = Signs(), asyncio.Event(), asyncio.Event(), asyncio.Event()
        with (
            signs.listener("wc-1", one) as first,
            signs.listener("wc-1", two) as second,
            signs.listener("wc-2", other) as third,
        ):
            signs.typing("wc-1", "agent", "Maria\n\ndata: evil")
            assert one.is_set() and two.is_set() and not other.is_set()
            assert first == second and third == []
        event, data, *rest = first[0].split("\n")
        assert (event, rest) == ("event: typing", ["", ""])
        assert json.loads(data.removeprefix("data: ")) == {"author": "agent", "name": "Maria\n\ndata: evil"}

    asyncio.run(story())


def test_a_sign_for_nobody_is_gone() -> None:
    async def story() -> None:
        signs = Signs()
        signs.typing("wc-1", "agent", "Maria")
        with signs.listener("wc-1", asyncio.Event()) as late:
            assert late == []
        signs.typing("wc-1", "agent", "Maria")
        assert late == []

    asyncio.run(story())
