"""Opening the lookups that the file beside the settings describes (composition root)."""

import os
from typing import TYPE_CHECKING

from supportdesk.cli.session import Session
from supportdesk.settings.paths import lookups_file

if TYPE_CHECKING:
    from supportdesk.outbound.lookups import FileLookups


def open_lookups(session: Session) -> "FileLookups | None":
    """The lookups of the file beside the settings, or None. Raises SettingTrouble."""
    file = lookups_file(session.settings.file)
    if not file.exists():
        return None
    from supportdesk.outbound.lookups import load_lookups

    return load_lookups(file, os.environ)
