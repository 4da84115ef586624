"""Where a signature begins: the line of two hyphens, and what phones and programs add."""

import re

from supportdesk.patterns import pattern

_DELIMITER = pattern(r"[ \t]*(?:--|—|––|_{5,})[ \t]*$")
_ONLY_SIGNS = pattern(r"[ \t]*(?:[-_=~*#+·•§—–.]{2,}|[§ᐧ])[ \t]*$")
_FROM_A_DEVICE = pattern(
    r"[ \t<(\[*]{0,4}(?:"
    r"sent (?:from|via|with|by|using)\b(?! (?:the|our|your) (?:office|team|shop))"
    r"|from my (?:iphone|ipad|android|phone|mobile|samsung|blackberry)"
    r"|get (?:the )?\[?(?:outlook|yahoo mail|spark)|\w{2,20} from mobile\s*$"
    r"|отправлено (?:с|из|через|при помощи|от)\b|послано (?:с|из)\b|написано с\b"
    r"|отправлено\s*$|с моего (?:iphone|ipad|android|телефона|мобильного)"
    r"|надіслано (?:з|із|зі|через|за допомогою)\b|відправлено (?:з|із|зі|через)\b|послано з\b"
    r"|з мого (?:iphone|ipad|android|телефон)"
    r"|von mein\w* .{1,40} gesendet|gesendet (?:von|mit)|diese nachricht wurde von mein"
    r"|envoyé (?:de|depuis|à partir)|enviado (?:desde|do|de)|inviato (?:da|dal)"
    r"|verzonden (?:vanaf|met)"
    r"|sendt fra|skickat från|wysłan[eo] z|从我的|從我的|發自我的|发自我的)",
    re.IGNORECASE,
)
_LONGEST_DEVICE_LINE = 140
_DEVICE_BEGINS = (
    *("sent ", "from my ", "get ", "отправлено", "послано", "написано", "с моего", "надіслано"),
    *("відправлено", "з мого", "von mein", "gesendet", "diese nachricht", "envoyé", "enviado"),
    *(
        "inviato",
        "verzonden",
        "sendt",
        "skickat",
        "wysłan",
        "从我的",
        "從我的",
        "發自我的",
        "发自我的",
    ),
)
"""What such a line begins with, in small letters, unless it says where from a mobile it is."""


def is_delimiter(line: str) -> bool:
    """Whether a line is `-- ` as programs write it above a signature, or another short rule."""
    return _DELIMITER.match(line) is not None


def is_only_signs(line: str) -> bool:
    """Whether a line has no word in it."""
    return _ONLY_SIGNS.match(line) is not None


def is_of_device(line: str) -> bool:
    """Whether a line is what a phone or a program adds (`Sent from my iPhone`)."""
    if len(line) > _LONGEST_DEVICE_LINE:
        return False
    small = line.lower()
    may_be = small.lstrip(" \t<([*").startswith(_DEVICE_BEGINS) or " from mobile" in small
    return may_be and _FROM_A_DEVICE.match(line) is not None
