"""Compiles the gettext catalogues when a wheel is built, and for an editable installation."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """Puts a `.mo` beside each `.po`; the wheel holds both."""

    def initialize(self, version, build_data):
        for source in sorted(Path(self.root, "supportdesk").rglob("*.po")):
            with source.open("rb") as readable:
                catalogue = read_po(readable)
            compiled = source.with_suffix(".mo")
            with compiled.open("wb") as writable:
                write_mo(writable, catalogue)
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
