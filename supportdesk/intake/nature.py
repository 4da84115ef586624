"""What wrote a mail, told from its head (RFC 3834, RFC 2919, RFC 3462, and what programs do)."""

import re

from supportdesk.domain.mail_nature import Nature
from supportdesk.intake.headers import Fields, first
from supportdesk.patterns import pattern

_SERVER = pattern(
    r"(?:mailer[-_.]?daemon|postmaster|mail[-_.]?delivery(?:[-_.]?(?:sub)?system)?|mmdf|mdaemon"
    r"|bounces?)(?:[+=-][^@\s]*)?@",
    re.IGNORECASE,
)
_DAEMON = pattern(r"mailer[-_.]?daemon[^@\s]{0,40}@|mmdf[^@\s]{0,40}@", re.IGNORECASE)
_SERVER_NAME = pattern(
    r"mail delivery (?:sub)?system|mailer[- ]daemon|mail administrator|delivery subsystem"
    r"|служба доставки",
    re.IGNORECASE,
)
_RETURNED = pattern(
    r"undeliver|un-?deliver(?:ed|able)|delivery (?:status notification|failure|problem|report"
    r"|has failed|unsuccessful|delayed)|failure notice|returned mail|returned to sender"
    r"|mail delivery (?:failed|failure|problem|error)|message delivery (?:failure|has failed)"
    r"|could ?n[o']t be delivered|not (?:be )?deliver(?:ed|able)|delivery to the following"
    r"|warning: message .* delayed|mail system error|mail failure|non.?delivery|permanent fail"
    r"|nondeliverable|error sending your mail|failed mail|unable to deliver|delivery error"
    r"|bounced? (?:mail|message)"
    r"|недоставлен|не доставлен|не удалось доставить|ошибка доставки|не может быть доставлен"
    r"|недоставк|не доставлено|помилка доставки|не вдалося доставити|unzustellbar"
    r"|non remis|no se (?:ha podido|puede) entregar|配信"
)
"""In lower case: letters of both cases are looked for eight times as long."""
_ANSWERED_BY_PROGRAM = pattern(
    r"\s*(?:re:\s*)?\[?(?:auto(?:matic|mated)?[- ]?(?:re(?:ply|sponse|spond)|answer)|auto:"
    r"|out of (?:the )?office|vacation (?:reply|message|notice)|away from|on vacation"
    r"|автоответ|автоматический ответ|автоматичн(?:ое|е) (?:уведомление|повідомлення)"
    r"|автоматична відповідь|автовідповід|нет на работе|вне офиса|відсутній|поза офісом"
    r"|в отпуске|у відпустці|abwesenheit|automatische antwort|réponse automatique"
    r"|respuesta automática|risposta automatica|antwort automatisch)",
    re.IGNORECASE,
)
_NOBODY = pattern(
    r"(?:no|do[-_.]?not|не)[-_.]?reply(?:[-_.+][^@\s]*)?@|noresponse@|robot@", re.IGNORECASE
)
_PROGRAM_FIELDS = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-yandex-autoreply",
    "feedback-type",
)
_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-list")
_PROGRAM_PRECEDENCE = frozenset({b"auto_reply", b"auto-reply", b"auto", b"junk"})
_LIST_PRECEDENCE = frozenset({b"list", b"bulk"})
_REPORT = "report"
_SUPPRESSES = pattern(rb"\b(?:all|autoreply|oof)\b", re.IGNORECASE)


def nature_of(fields: Fields, address: str | None, name: str, subject: str) -> Nature:
    """What wrote a mail with these fields, from this author."""
    report = _report_type(fields)
    if _is_bounce(fields, report, address or "", name, subject):
        return Nature.BOUNCE
    if report or _is_automatic(fields, address or "", subject):
        return Nature.AUTOMATIC
    if any(field in fields for field in _LIST_FIELDS) or _precedence(fields) in _LIST_PRECEDENCE:
        return Nature.LIST
    return Nature.PERSON


def wants_no_answer(fields: Fields, nature: Nature, address: str | None) -> bool:
    """Whether an automatic answer would go to a program, to a list, or to nobody (RFC 3834)."""
    return (
        nature is not Nature.PERSON
        or not address
        or bool(_NOBODY.match(address))
        or bool(_SUPPRESSES.search(first(fields, "x-auto-response-suppress")))
    )


def _is_bounce(fields: Fields, report: str, address: str, name: str, subject: str) -> bool:
    if report == "delivery-status" or "x-failed-recipients" in fields:
        return True
    if report not in ("", _REPORT):
        return False
    from_server = bool(_SERVER.match(address) or _SERVER_NAME.search(name))
    nobody = not address or first(fields, "return-path").strip() == b"<>"
    if (from_server or nobody or report) and _RETURNED.search(subject.lower()):
        return True
    return bool(_DAEMON.match(address)) and not _is_answer(fields)


def _is_answer(fields: Fields) -> bool:
    """Whether a person who keeps the server wrote, or a program that answers."""
    submitted = first(fields, "auto-submitted").lower()
    return submitted.startswith(b"auto-replied") or "in-reply-to" in fields


def _is_automatic(fields: Fields, address: str, subject: str) -> bool:
    submitted = first(fields, "auto-submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith(b"no"))
        or any(field in fields for field in _PROGRAM_FIELDS)
        or _precedence(fields) in _PROGRAM_PRECEDENCE
        or first(fields, "return-path").strip() == b"<>"
        or bool(_SERVER.match(address))
        or bool(_ANSWERED_BY_PROGRAM.match(subject))
    )


def _precedence(fields: Fields) -> bytes:
    return first(fields, "precedence").strip().lower()


def _report_type(fields: Fields) -> str:
    """The `report-type` of a multipart/report; `_REPORT` where it does not say one."""
    written = first(fields, "content-type")[:2_000].lower()
    if not written.startswith(b"multipart/report"):
        return ""
    found = re.search(rb"report-type\s*=\s*\"?([a-z-]+)", written)
    return found[1].decode("ascii") if found else _REPORT
