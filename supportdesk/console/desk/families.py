"""Which method of which family does a command."""

from collections.abc import Awaitable, Callable

Handler = Callable[..., Awaitable[None] | None]
"""What does a command; gets the ticket in sight where the command needs one."""


def handlers(*families: object, beginning: str = "do_") -> dict[str, Handler]:
    """Command name → the `do_…` method that does it. Raises ValueError where two do one."""
    found: dict[str, Handler] = {}
    for family in families:
        for name in dir(type(family)):
            if name.startswith(beginning):
                command = name.removeprefix(beginning)
                if command in found:
                    raise ValueError(f"{command} is done twice")
                found[command] = getattr(family, name)
    return found
