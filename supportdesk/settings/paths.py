"""Where one person's files lie, by the customs of the operating system (XDG on Linux)."""

import os
from collections.abc import Mapping
from pathlib import Path

APPLICATION = "supportdesk"
CONFIG_VARIABLE = "SUPPORTDESK_CONFIG"
"""Names another settings file than the usual one."""


def default_store() -> Path:
    """The store that is opened when none is named."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "desk.store"


def links_folder() -> Path:
    """The folder of the copies of other desks."""
    return default_store().with_name("links")


def settings_file(environment: Mapping[str, str]) -> Path:
    """The settings file: `SUPPORTDESK_CONFIG`, else `config.toml` in the folder for settings."""
    named = environment.get(CONFIG_VARIABLE)
    if named:
        return Path(os.path.expanduser(named))  # noqa: PTH111 - leaves an unknown ~name alone
    return settings_folder() / "config.toml"


def settings_folder() -> Path:
    """The folder of this person's settings, own themes and keys."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False)


def lookups_file(settings: Path) -> Path:
    """The file beside the settings that says whom to ask about clients (F50)."""
    return settings.with_name("lookups.toml")


def own_themes() -> Path:
    """The folder of one's own themes, one TOML file each; it need not exist."""
    return settings_folder() / "themes"


def crash_folder() -> Path:
    """The folder where reports of crashes are kept."""
    return _state_folder() / "crashes"


def log_file() -> Path:
    """Where the program keeps what went wrong without ending it."""
    return _state_folder() / "supportdesk.log"


def _state_folder() -> Path:
    from platformdirs import user_state_path

    return user_state_path(APPLICATION, appauthor=False)
