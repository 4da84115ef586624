"""Refusals as scripts see them."""

from collections.abc import Callable, Mapping

from supportdesk.domain.errors import DeskError, Refused

Sentence = Callable[..., str]
"""`i18n.refusals.sentence`."""


def error_object(error: DeskError, sentence: Sentence) -> dict[str, object]:
    """What was refused, why, and what would pass: `confirmed` names the stops to go past."""
    stops = error.stops if isinstance(error, Refused) else ()
    item: dict[str, object] = {
        "code": error.code,
        "message": sentence(error.code, error.parameters, interface="cli"),
    }
    if error.parameters:
        item["parameters"] = {name: plain(value) for name, value in error.parameters.items()}
    if stops:
        item["stops"] = [
            {
                "name": stop.name,
                "message": sentence(f"stop.{stop.name}", stop.parameters, interface="cli"),
                "parameters": {name: plain(value) for name, value in stop.parameters.items()},
            }
            for stop in stops
        ]
        item["confirmed"] = [stop.name for stop in stops]
    return item


def plain(value: object) -> object:
    """A parameter as JSON has it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(held) for held in value]
    return str(value)
