"""What programs write above the text they quote: who wrote when, heads of mails, dividing lines.

Every pattern looks at a few hundred characters, so the time is linear in the lines of a text.
"""

import re
from collections.abc import Sequence

from supportdesk.patterns import pattern

LONGEST_LINE = 500
"""Characters of a line that are looked at."""
_MOST_LINES = 6
"""Lines over which `On …, … wrote:` may be broken."""
_LONGEST_ATTRIBUTION = 600

_QUOTED = pattern(r"[ \t]{0,3}(?:>|\|(?:[ \t]|$)|[A-Z]{1,3}>(?:[ \t]|$))")
_DEPTH = pattern(r"(?:[ \t]{0,3}[>|])+[ \t]?")

_VERB = (
    r"wrote|writes|написал(?:а|и|\(а\)|\(-а\))?|писал(?:а|и|\(а\))?|пишет|пише|писав|писала"
    r"|написав(?:\(-ла\)|\(ла\)|ла)?|написала|schrieb|a écrit|écrit|escribió|ha scritto|scrisse"
    r"|escreveu|schreef|geschreven|napisał(?:a|\(a\))?|pisze|skrev|kirjoitti|napsala?|写道|寫道"
)
_WITH_VERB = pattern(rf"(?:^|[\s,;>\"'»)]|\b)(?:{_VERB})(?:\b|(?<=\))|(?=[:：]))", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_DAY = pattern(
    rf"\b{_YEAR}\b|\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d\d)\b|\d{{1,2}}:\d\d", re.IGNORECASE
)
_CLOCK = pattern(r"\b\d{1,2}[:.]\d\d\b")
_MAIL_ADDRESS = pattern(r"[^\s@<>]{1,64}@[^\s@<>]{1,200}")
_OPENING = pattern(
    r"\W{0,4}(?:on\b|at\b|am\b|le\b|el\b|il\b|em\b|op\b|den\b|dnia\b|w dniu\b|在|"
    r"(?:пн|вт|ср|чт|пт|сб|вс|нд|понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)\b|"
    r"\d{1,4}[\s./年-]|вы писали|ви писали|you wrote|здравствуйте, .{1,60}\bвы писали)",
    re.IGNORECASE,
)
_ENDS = pattern(r"[:：][\s*_]*$|wrote\s*-{2,}\s*$")
_WITHOUT_COLON = pattern(
    rf"\W{{0,3}}{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\s+(?:\d{{1,2}}:\d\d\s+GMT[+-]\d\d:?\d\d\s+\S"
    r"|[^<>\n]{1,100}<[^<>@\s]{1,64}@[^<>\s]{1,200}>\s*$)"
)
_SOMEBODY_WROTE = pattern(
    rf"[^\n:]{{0,200}}<\s*(?:mailto:)?[^<>]{{3,200}}>\s*(?:{_VERB})\s*:\s*$", re.I
)

_FIELDS = {
    name: kind
    for kind, names in {
        "from": "from von de da от від od fra från fran van lähettäjä 发件人 寄件者 差出人",
        "date": "date sent gesendet datum enviado envoyé data дата отправлено отправленные"
        " надіслано відправлено inviato verzonden skickat sendt wysłano 发送时间 日期",
        "to": "to an para à a кому till til aan do 收件人",
        "subject": "subject betreff asunto objet oggetto тема ämne emne onderwerp temat assunto"
        " 主题",
        "other": "cc copy kopie копия копія reply-to importance важность attachments risposta",
    }.items()
    for name in names.split()
}
_FIELD = pattern(r"[ \t>*_]{0,8}([^\W\d_][\w-]{0,13}?)[*_ ]{0,3}[:：][*_]{0,2}(?:[ \t\xa0]|$)")
_BLOCK_LINES = 9

_RULES = ("--", "___", "===", "——", "––")
"""What a dividing line begins with."""
_DIVIDER = pattern(
    r"[ \t>*]{0,6}(?:-{2,}|_{3,}|={3,}|—{2,}|–{2,})[ \t]*(?:original (?:message|appointment)"
    r"|исходное (?:сообщение|письмо)|пересылаемое сообщение|пересланное (?:сообщение|письмо)"
    r"|перенаправленное (?:сообщение|письмо)|конец пересылаемого сообщения|начало пересылаемого"
    r"|оригінальне повідомлення|вихідне повідомлення|початкове повідомлення"
    r"|переслане повідомлення|перенаправлене повідомлення|лист, що пересилається"
    r"|forwarded (?:message|by).{0,60}|reply message|ursprüngliche nachricht"
    r"|weitergeleitete nachricht"
    r"|message d'origine|message transféré|mensaje original|mensaje reenviado|messaggio originale"
    r"|mensagem original|oorspronkelijk bericht|doorgestuurd bericht|oryginalna wiadomość"
    r"|wiadomość oryginalna|ursprungligt meddelande|original e?mail|原始邮件|转发的邮件)"
    r"[ \t]*(?:-{2,}|_{3,}|={3,}|—{2,}|–{2,})?[ \t*]{0,4}$",
    re.IGNORECASE,
)
_PASSES_ON = (
    *("begin forw", "forwarded", "начал", "початок", "пересыл", "переслан", "перенаправл"),
    *("лист,", "weitergeleitete", "message transf", "mensaje reenviado", "doorgestuurd"),
    *("转发", "転送"),
)
"""What a line begins with, in small letters, that passes a mail on."""
_FORWARDED = pattern(
    r"[ \t>*-]{0,20}(?:begin forwarded message|начало переадресованного сообщения"
    r"|початок (?:пересланого|переадресованого) повідомлення|начало пересылаемого сообщения"
    r"|forwarded message|пересыла?емое сообщение|пересланное (?:сообщение|письмо)"
    r"|перенаправленное (?:сообщение|письмо)|переслане повідомлення|перенаправлене повідомлення"
    r"|лист, що пересилається|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|doorgestuurd bericht|转发的邮件|転送)",
    re.IGNORECASE,
)


def is_quoted(line: str) -> bool:
    """Whether a line is a quote as programs mark it: `> …`, `| …`, `AB> …`."""
    return _QUOTED.match(line) is not None


def without_marks(line: str) -> str:
    """The line without its marks of a quote."""
    found = _DEPTH.match(line)
    return line[found.end() :] if found else line


def is_divider(line: str) -> bool:
    """Whether a line says that an earlier mail follows."""
    line = line[:LONGEST_LINE]
    ruled = line.lstrip(" \t>*").startswith(_RULES)
    return (ruled and _DIVIDER.match(line) is not None) or is_forwarded(line)


def is_forwarded(line: str) -> bool:
    """Whether a line says that somebody else's mail is passed on."""
    if not line.lstrip(" \t>*-")[:20].lower().startswith(_PASSES_ON):
        return False
    found = _FORWARDED.match(line[:LONGEST_LINE])
    return found is not None and len(line.strip(" \t>*-:")) - len(found[0].strip(" \t>*-")) < 25


def attribution(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` on say who wrote when (`On …, … wrote:`); none: 0."""
    first = without_marks(lines[at])[:LONGEST_LINE].strip(" \t*_")
    near = lines[at : at + _MOST_LINES]
    if not any(line.rstrip(" \t*_\r").endswith((":", "：", "--")) for line in near):
        return int(_WITHOUT_COLON.match(first) is not None)
    if not first or not _may_begin(first):
        return 0
    if _WITHOUT_COLON.match(first):
        return 1
    joined = ""
    for number in range(at, min(at + _MOST_LINES, len(lines))):
        line = without_marks(lines[number])[:LONGEST_LINE].strip(" \t*_")
        if not line and number > at + 1 and not joined.endswith("<"):
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if _ENDS.search(joined) and _is_attribution(joined):
            return number - at + 1
        if line.endswith((".", "!", "?")) and not _ABBREVIATED.search(line):
            return 0
    return 0


_ABBREVIATED = pattern(
    r"\b(?:г|р|в|окт|нояб|дек|янв|февр|марта?|апр|июн|июл|авг|сент|\w{3,5}|\d{1,2})\.$"
)


def _may_begin(line: str) -> bool:
    return bool(_OPENING.match(line)) or "<" in line or line.startswith("-")


def _is_attribution(joined: str) -> bool:
    said = _WITH_VERB.search(joined)
    if said is None:
        opened = _OPENING.match(joined)
        return bool(opened and _CLOCK.search(joined) and _MAIL_ADDRESS.search(joined))
    if _SOMEBODY_WROTE.match(joined):
        return True
    tells = (
        _OPENING.match(joined.lstrip("- ")),
        _DAY.search(joined),
        _MAIL_ADDRESS.search(joined),
    )
    return sum(map(bool, tells)) >= 2


def head_block(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` on are the head of a mail (`From: … Sent: … To: …`); none: 0."""
    if _field(lines[at]) != "from":
        return 0
    kinds, last = {"from"}, at
    for number in range(at + 1, min(at + _BLOCK_LINES, len(lines))):
        if not without_marks(lines[number]).strip():
            if len(kinds) > 1:
                break
            continue
        kind = _field(lines[number])
        if kind is not None:
            kinds.add(kind)
            last = number
    return last - at + 1 if len(kinds - {"other"}) >= 3 else 0


def _field(line: str) -> str | None:
    found = _FIELD.match(line[:LONGEST_LINE])
    return _FIELDS.get(found[1].strip().casefold()) if found else None
