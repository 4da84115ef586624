"""What lies outside the console: the operator's own editor, and a tmux around the terminal."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from supportdesk.domain.errors import Refused

USUAL_EDITORS = ("nano", "vim", "vi")
"""Looked for where neither `VISUAL` nor `EDITOR` names one."""

LARGEST = 1_000_000
"""Bytes of a text that comes back; no reply is longer."""

TMUX_SECONDS = 2


class Outside:
    """Gives the terminal away and takes it back; `suspend` does that for the time of a block."""

    def __init__(
        self,
        suspend: Callable[[], AbstractContextManager[None]] = nullcontext,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._suspend = suspend
        self._environment = environment

    def edit(self, text: str) -> str:
        """Let the operator change a text in an editor; the text as it was saved.

        Raises Refused for an editor that is missing, fails, or leaves nothing that can be read:
        "editor.missing", "editor.failed", "editor.empty", "editor.unreadable". What an editor
        that failed has saved stays in its file, which the refusal names.
        """
        words = self._editor()
        folder = Path(tempfile.mkdtemp(prefix="supportdesk-text-"))
        file = folder / "text.md"
        keeps = False
        try:
            file.write_text(text, encoding="utf-8")
            ended = self._run([*words, str(file)])
            if ended != 0:
                keeps = _holds_other(file, text)
                if keeps:
                    raise Refused(
                        "editor.failed_saved", editor=words[0], reason=str(ended), path=str(file)
                    )
                raise Refused("editor.failed", editor=words[0], reason=str(ended))
            return _saved(file, text, words[0])
        finally:
            if not keeps:
                shutil.rmtree(folder, ignore_errors=True)

    def _run(self, command: list[str]) -> int:
        """Give the terminal to a program until it ends; what it ended with.

        The terminal is taken back before anything is raised: Textual does not when its block fails.
        """
        trouble: OSError | None = None
        ended = 0
        with self._suspend(), _interrupts_are_the_editors():
            try:
                ended = subprocess.run(command, check=False).returncode  # noqa: S603
            except OSError as failed:
                trouble = failed
        if trouble is not None:
            reason = trouble.strerror or str(trouble)
            raise Refused("editor.failed", editor=command[0], reason=reason) from trouble
        return ended

    def _editor(self) -> list[str]:
        named = self._environment.get("VISUAL") or self._environment.get("EDITOR")
        if named:
            with suppress(ValueError):
                if words := shlex.split(named):
                    return words
            raise Refused("editor.missing", editor=named)
        found = next((one for one in USUAL_EDITORS if shutil.which(one)), None)
        if found is None:
            raise Refused("editor.missing", editor="$EDITOR")
        return [found]

    @property
    def in_tmux(self) -> bool:
        """Whether a tmux stands between the console and the terminal."""
        return bool(self._environment.get("TMUX"))

    def give_tmux(self, text: str) -> bool:
        """Hand a text to tmux, for its buffer and the clipboard outside; whether it took it."""
        try:
            given = subprocess.run(
                ["tmux", "load-buffer", "-w", "-"],  # noqa: S607 - the one on the operator's path
                input=text.encode(),
                capture_output=True,
                timeout=TMUX_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return given.returncode == 0


def _holds_other(file: Path, text: str) -> bool:
    """Whether an editor saved something else than it was given, before it failed."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    return bool(content.strip()) and content != text.encode()


def _saved(file: Path, text: str, editor: str) -> str:
    """What the editor left; the line end it adds to the last line is none of the text's."""
    try:
        content = file.read_bytes()
        if len(content) > LARGEST:
            raise Refused("editor.unreadable", editor=editor)
        written = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refused("editor.unreadable", editor=editor) from trouble
    if not written.strip() and text.strip():
        raise Refused("editor.empty", editor=editor)
    return written if text.endswith("\n") else written.removesuffix("\n")


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Ctrl+C in the editor is for the editor: both hear it, and the console lets it pass."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
