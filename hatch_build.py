"""What is made when a wheel is built: compiled catalogues, the manual page, completion scripts."""

import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPLETIONS = {
    "bash": "share/bash-completion/completions/supportdesk",
    "zsh": "share/zsh/site-functions/_supportdesk",
    "fish": "share/fish/vendor_completions.d/supportdesk.fish",
}


class MadeFiles(BuildHookInterface):
    """Puts a `.mo` beside each `.po`, and into a wheel what belongs beside the program."""

    def initialize(self, version, build_data):
        for source in sorted(Path(self.root, "supportdesk").rglob("*.po")):
            with source.open("rb") as readable:
                catalogue = read_po(readable)
            compiled = source.with_suffix(".mo")
            with compiled.open("wb") as writable:
                write_mo(writable, catalogue)
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
        if self.target_name == "wheel":
            folder = Path(tempfile.mkdtemp(prefix="supportdesk-build-"))
            for place, text in self._texts().items():
                made = folder / place.replace("/", "-")
                made.write_text(text, encoding="utf-8")
                build_data["shared_data"][str(made)] = place

    def _texts(self):
        """Place below the prefix → text: all of them from the commands as they are."""
        sys.path.insert(0, self.root)
        try:
            from supportdesk.cli.command_tree import command_tree
            from supportdesk.cli.completion_scripts import completion_script
            from supportdesk.cli.man_page import man_page
        finally:
            sys.path.remove(self.root)
        commands = command_tree()
        texts = {"share/man/man1/supportdesk.1": man_page(commands)}
        texts |= {place: completion_script(sh, commands) for sh, place in COMPLETIONS.items()}
        return texts
