"""Whom a connection to a mail server trusts: one rule for mail that comes and mail that leaves."""

import ssl

from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import LOCAL_HOSTS, Server


def unreachable(
    name: str, server: Server, reason: str, *, untrusted: bool = False
) -> SettingTrouble:
    """The server of an account cannot be used; `untrusted` is one nobody vouches for."""
    host, port = server.host, server.port
    if untrusted:
        return SettingTrouble("mail.untrusted", name=name, host=host, port=port, reason=reason)
    return SettingTrouble("mail.unreachable", name=name, host=host, port=port, reason=reason)


def trusted(host: str) -> ssl.SSLContext:
    """Those the system trusts, or the authority that `SSL_CERT_FILE` names.

    Of this machine itself no certificate is asked for: nobody stands between it and itself.
    """
    context = ssl.create_default_context()
    if host in LOCAL_HOSTS:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
