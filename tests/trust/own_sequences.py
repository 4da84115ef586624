"""What the console itself writes to a terminal; whatever else acts came from somebody's text."""

import re

_MODES = r"(?:\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026)[hl]|\x1b\[[<>]\d*u)"
_OPENING = re.compile(rf"\x1b\[\?1049h(?:{_MODES}|\x1b\[\?(?:2026|2048)\$p)*")
_CLOSING = re.compile(rf"\x1b\[\?2004l{_MODES}*(?:\x1b\[23;2t)?\Z")
_COLOUR = r"[34]8;2;\d{1,3};\d{1,3};\d{1,3}"
_NOTICE = r"(?:A client has|Clients have) written: #\d+(?:, #\d+)*(?: \+\d+)?"
_OWN = re.compile(
    rf"\x1b\[(?:0|(?:[1-4];|7;)*{_COLOUR}(?:;{_COLOUR})?)m"  # ink
    r"|\x1b\[\d+;\d+H"  # where the cursor goes
    r"|\x1b\[\?2026[hl]"  # one frame
    r"|(?<=[mH])\r\n(?=\x1b\[\d+;\d+H)"  # the end of a painted line
    r"|\x1b\[2[23];2t|\x1b\]2;(?:\(\d+\) )?supportdesk\x07"  # the window's title, and its end
    r"|(?<=\x1b\[\?2026l)\x1b\]52;c;[A-Za-z0-9+/]*={0,2}\x07"  # what was copied, as letters
    rf"|\x1b\]777;notify;supportdesk;{_NOTICE}\x07"  # numbers of tickets, to the desktop
    r"|\x1b\]22;(?:default|pointer|text)\x07"  # the mouse pointer's shape
)
ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def foreign(output: bytes) -> list[str]:
    """What in the console's whole output can act and is not the console's own, with some context.

    Raises UnicodeDecodeError when the output is no UTF-8.
    """
    text = output.decode()
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text)
    if opening is None or closing is None:
        return [f"no whole session: {text[:60]!r} … {text[-120:]!r}"]
    painted = text[opening.end() : closing.start()]
    acting = {found.start() for found in ACTING.finditer(painted)}
    for own in _OWN.finditer(painted):
        acting.difference_update(range(own.start(), own.end()))
    return [repr(painted[max(0, at - 20) : at + 40]) for at in sorted(acting)]
