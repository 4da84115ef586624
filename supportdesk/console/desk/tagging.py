"""Calling a tag otherwise on every ticket (F22)."""

from supportdesk.console import text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.desk.workplace import Workplace
from supportdesk.i18n import gettext as _


class Tagging:
    """The command about a tag, whichever tickets have it."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def do_rename_tag(self) -> None:
        """Call a tag otherwise, or make one of two."""
        from supportdesk.domain.action import RenameTag

        asking = self._at.asking
        tags = [text.line(tag) for tag in self._at.reading.tags()]
        options: list[Pick] = [(tag, f"#{tag}", "") for tag in tags]
        tag = await asking.choose(_("Rename the tag, on every ticket"), options)
        if tag is None:
            return
        others = [other for other in tags if other != tag]
        meaning = _("#{tag} becomes #{name} on every ticket")
        name = await asking.ask_line(
            _("A new name for #{tag}").format(tag=tag),
            lambda typed: meaning.format(tag=tag, name=typed.lstrip("#")),
            example=_("another name, or a tag that means the same"),
            words=others,
        )
        if name is not None:
            done = _("#{tag} is called #{name} on every ticket.")
            said = done.format(tag=tag, name=name.lstrip("#"))
            await self._at.acting.change(RenameTag(tag, name), said)
