"""Global options are accepted before the command and after it too."""

from collections.abc import Sequence

SETTING_OPTIONS = {
    "store": "--store",
    "link": "--link",
    "operator": "--as",
    "language": "--lang",
    "timezone": "--timezone",
}
"""Name of the setting → the option that stands for it in one run."""

READ_ONLY = "--read-only"
FLAGS = ("--json", READ_ONLY)
VALUED = (*SETTING_OPTIONS.values(), "--confirm")
"""Options of the whole program: no command has an option of its own with one of these names."""

LIMIT = "--limit"
USUAL_LIMIT = 50
"""How many tickets `list` lists when nothing else is said."""

LIMIT_DIGITS = 9
"""More digits than any list has tickets; also what the query's own `limit:` takes."""

_WITH_VALUE = tuple(f"{name}=" for name in VALUED)


def hoist(arguments: Sequence[str]) -> list[str]:
    """The same arguments with the global options first; what follows `--` is left alone."""
    first: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in FLAGS or argument.startswith(_WITH_VALUE):
            first.append(argument)
        elif argument in VALUED:
            first.append(argument)
            first += [value for value in [next(waiting, None)] if value is not None]
        else:
            rest.append(argument)
    return [*first, *rest]


def command_word(hoisted: Sequence[str]) -> str | None:
    """The word that names the command, or None when there is none."""
    waiting = iter(hoisted)
    for argument in waiting:
        if argument in VALUED:
            next(waiting, None)
        elif not argument.startswith("-"):
            return argument
    return None


def value_of(hoisted: Sequence[str], option: str) -> str | None:
    """The value typed for a global option, the last one counting, or None."""
    found = None
    for position, argument in enumerate(hoisted):
        if argument == "--":
            break
        if argument == option:
            found = next(iter(hoisted[position + 1 : position + 2]), None)
        elif argument.startswith(f"{option}="):
            found = argument.partition("=")[2]
    return found


def is_bare(hoisted: Sequence[str]) -> bool:
    """Whether nothing but global options was typed: the console is wanted."""
    waiting = iter(hoisted)
    for argument in waiting:
        if argument in VALUED:
            if next(waiting, None) is None:
                return False
        elif argument not in FLAGS and not argument.startswith(_WITH_VALUE):
            return False
    return True


def plain_list(hoisted: Sequence[str]) -> tuple[str, int] | None:
    """Query and limit of a `list` with nothing unusual about it; None for everything else.

    Scripts call `list` often, and the command line's library costs more than the list (S14): so a
    plain one is read here, and whatever else is typed is left to the library.
    """
    waiting = iter(hoisted)
    for argument in waiting:
        if argument in VALUED:
            next(waiting, None)
        elif argument == "list":
            break
        elif argument not in FLAGS and not argument.startswith(_WITH_VALUE):
            return None
    else:
        return None
    words: list[str] = []
    limit = str(USUAL_LIMIT)
    for argument in waiting:
        if argument == "--":
            words += waiting
        elif argument.startswith(f"{LIMIT}=") or argument == LIMIT:
            limit = argument.partition("=")[2] or next(waiting, "")
        elif argument.startswith("--"):
            return None
        else:
            words.append(argument)
    is_number = limit.isascii() and limit.isdigit() and len(limit) <= LIMIT_DIGITS
    return (" ".join(words), int(limit)) if is_number else None
