"""Reading `outgoing.toml`: the servers that take the desk's mail from this machine.

One table for each address of the desk. Passwords stand in the environment, or in the file, which
must then be its owner's alone.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.toml_file import read_toml

SECURITIES = ("tls", "starttls", "none")
PORTS = {"tls": 465, "starttls": 587, "none": 25}
NAMES = ("name", "host", "port", "security", "user", "password", "password_variable")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes what is sent from `address`; `name` stands before the address."""

    address: str
    name: str
    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)


def mail_servers_file(settings: Path) -> Path:
    """The file beside the settings; it need not exist."""
    return settings.with_name("outgoing.toml")


def read_mail_servers(file: Path, environment: Mapping[str, str]) -> dict[str, MailServer]:
    """Address → its server; nothing for a file that does not exist.

    Raises SettingTrouble: `mail_servers.unreadable`, `.shape`, `.open` for a password that others
    can read, `.clear` for one that would travel unprotected, `.password` for none.
    """
    found = read_toml("mail_servers.unreadable", file)
    return {
        address.strip().lower(): _server(address.strip().lower(), table, file, environment)
        for address, table in found.items()
    }


def _server(address: str, table: object, file: Path, environment: Mapping[str, str]) -> MailServer:
    if not isinstance(table, dict) or set(table) - set(NAMES) or not table.get("host"):
        raise SettingTrouble("mail_servers.shape", name=address, path=str(file), allowed=NAMES)
    security = table.get("security", "tls")
    if security not in SECURITIES:
        raise SettingTrouble("mail_servers.shape", name=address, path=str(file), allowed=SECURITIES)
    port = table.get("port", PORTS[security])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65_536:
        raise SettingTrouble("mail_servers.shape", name=address, path=str(file), allowed=("port",))
    host, user = str(table["host"]), str(table.get("user", ""))
    password = _password(address, table, file, environment) if user else ""
    if password and security == "none" and host not in LOOPBACK:
        raise SettingTrouble("mail_servers.clear", name=address, path=str(file))
    return MailServer(address, str(table.get("name", "")), host, port, security, user, password)


def _password(
    address: str, table: Mapping[str, object], file: Path, environment: Mapping[str, str]
) -> str:
    if "password" in table:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise SettingTrouble("mail_servers.open", name=address, path=str(file))
        return str(table["password"])
    variable = str(table.get("password_variable", ""))
    if not environment.get(variable):
        raise SettingTrouble(
            "mail_servers.password", name=address, path=str(file), variable=variable or "-"
        )
    return environment[variable]
