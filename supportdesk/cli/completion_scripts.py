"""Completion for shells as whole scripts: every word is in them, no program is started (fast)."""

from collections.abc import Sequence

from supportdesk.cli.command_tree import VALUES, CommandFacts

_BASH = """# Completion of supportdesk for bash. From: supportdesk completion bash
_supportdesk() {
    local place="" words="" word i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case "$place $word" in
            @PLACES@) place="$place $word" ;;
        esac
    done
    case "$place" in
@CASES@
    esac
    COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _supportdesk supportdesk
"""

_ZSH = """#compdef supportdesk
# Completion of supportdesk for zsh. From: supportdesk completion zsh
_supportdesk() {
    local place="" word i
    local -a told
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        case "$place $word" in
            @PLACES@) place="$place $word" ;;
        esac
    done
    case "$place" in
@CASES@
    esac
    _describe supportdesk told || _files
}
compdef _supportdesk supportdesk
"""

_FISH = """# Completion of supportdesk for fish. From: supportdesk completion fish
function __supportdesk_at
    set -l place ""
    for word in (commandline -opc)[2..-1]
        switch "$place $word"
            case @PLACES@
                set place "$place $word"
        end
    end
    test "$place" = "$argv[1]"
end
@CASES@
"""


def completion_script(shell: str, commands: Sequence[CommandFacts]) -> str:
    """The script for `bash`, `zsh` or `fish`."""
    words = {_place(command.place): _words(command) for command in commands}
    for place, values in VALUES.items():
        words.setdefault(_place(place), []).extend((value, "") for value in values)
    places = sorted(place for place in words if place)
    frame, between = {"bash": (_BASH, " | "), "zsh": (_ZSH, " | "), "fish": (_FISH, " ")}[shell]
    told = "\n".join(_TELL[shell](place, words[place]) for place in ("", *places))
    named = between.join(f'"{place}"' for place in places)
    return frame.replace("@PLACES@", named).replace("@CASES@", told)


def _words(command: CommandFacts) -> list[tuple[str, str]]:
    """What may follow a command, each with what it is for."""
    options = [(name, option.help) for option in command.options for name in option.names]
    return [(part, "") for part in command.parts] + [
        (name, told) for name, told in options if name.startswith("--")
    ]


def _place(words: Sequence[str]) -> str:
    return "".join(f" {word}" for word in words)


def _bash(place: str, words: Sequence[tuple[str, str]]) -> str:
    return f'        "{place}") words="{" ".join(word for word, _told in words)}" ;;'


def _zsh(place: str, words: Sequence[tuple[str, str]]) -> str:
    told = " ".join(f"'{word}:{_plain(told)}'" if told else f"'{word}'" for word, told in words)
    return f'        "{place}") told=({told}) ;;'


def _fish(place: str, words: Sequence[tuple[str, str]]) -> str:
    at = f"-n '__supportdesk_at \"{place}\"'"
    lines = []
    for word, told in words:
        named = f"-l {word[2:]}" if word.startswith("--") else f"-a {word}"
        lines.append(f"complete -c supportdesk {at} {named} -d '{_plain(told)}'")
    return "\n".join(lines)


def _plain(told: str) -> str:
    """A help text between single quotes of any shell, and beside a colon."""
    return told.translate({ord("'"): "’", ord(":"): " -", ord("\\"): "/"})


_TELL = {"bash": _bash, "zsh": _zsh, "fish": _fish}
