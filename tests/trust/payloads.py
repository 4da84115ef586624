"""Hostile strings for a terminal program: what every screen and every command must survive.

Four families, each a table from a name to a text. Whatever shows a text of CONTROLS must let none
of its control characters reach the terminal; MARKUP must appear literally; DISGUISES must not
hide or reorder what a reader sees; SIZES must not freeze the program. Imports nothing of ours.
"""

ESC = "\x1b"
BEL = "\x07"
ST = f"{ESC}\\"

CONTROLS = {
    "title with bell": f"A{ESC}]0;PWNED{BEL}B",
    "title with string terminator": f"A{ESC}]2;PWNED{ST}B",
    "clipboard write": f"A{ESC}]52;c;UFdORUQ={BEL}B",
    "clipboard read": f"A{ESC}]52;c;?{ST}B",
    "hyperlink": f"A{ESC}]8;;http://evil.example/{ST}click{ESC}]8;;{ST}B",
    "inline file": f"A{ESC}]1337;File=inline=1:AAAA{BEL}B",
    "desktop notification": f"A{ESC}]777;notify;t;b{ST}B",
    "palette": f"A{ESC}]4;1;rgb:00/00/00{ST}B",
    "status string echo": f'A{ESC}P$q;echo pwned;"p{ST}B',
    "multiplexer passthrough": f"A{ESC}Ptmux;{ESC}{ESC}]52;c;UFdORUQ={BEL}{ST}B",
    "sixel picture": f"A{ESC}Pq#0;2;0;0;0~~{ST}B",
    "kitty graphics": f"A{ESC}_Gf=24,s=1,v=1;AAAA{ST}B",
    "clear screen": f"A{ESC}[2J{ESC}[HB",
    "leave alternate screen": f"A{ESC}[?1049lB",
    "cursor report": f"A{ESC}[6n{ESC}[21tB",
    "style bleed": f"A{ESC}[5;7;38;5;199mB",
    "concealed": f"A{ESC}[8mhidden{ESC}[0mB",
    "full reset": f"A{ESC}cB",
    "mouse off, cursor on": f"A{ESC}[?1000l{ESC}[?25hB",
    "8-bit CSI": "A\x9b2JB",
    "8-bit OSC": "A\x9d0;PWNED\x9cB",
    "8-bit DCS": "A\x90$qm\x9cB",
    "null": "A\x00B",
    "enquiry": "A\x05B",
    "bell": f"A{BEL}B",
    "backspaces": "password\x08\x08\x08B",
    "carriage return": "visible\rEVIL",
    "carriage return and line feed": "one\r\ntwo",
    "line feed": "one\ntwo",
    "tab": "A\tB",
    "vertical tab, form feed": "A\x0bB\x0cC",
    "shift out": "A\x0eB\x0fC",
    "cancel, substitute": "A\x18B\x1aC",
    "delete": "A\x7fB",
}

MARKUP = {
    "click": "[@click=app.quit]CLICKME[/]",
    "click with quotes": '[@click="app.bell()"]CLICKME[/]',
    "link": "[link=http://evil.example/]bank.example[/link]",
    "link with quotes": '[link="http://evil.example/"]bank.example[/link]',
    "style": "[bold red]X[/bold red]",
    "black on black": "[#000000 on #000000]hidden[/]",
    "unclosed": "[bold",
    "closing": "path [/] here",
    "closing a name": "see [/var/log] ok",
    "unknown style": "[nosuchstyle]x",
    "equals": "[a=b c=]x",
    "variable": "[$primary]x[/] $name",
    "indexes": "err [0] and [1,2]",
    "open parenthesis": "[@click=foo(]x[/]",
    "open quote": '[link="unterminated]x',
    "backslashes": "C:\\[bold]dir\\[/bold]",
    "emoji names": "ok :smile: and :warning:",
    "addresses": "[::1]:8080 [2001:db8::1]",
    "log line": "[2024-01-01 10:00:00] [ERROR] [/srv/app/x.py:12]",
    "markdown and html": "# H\n[x](javascript:alert(1)) ![i](file:///etc/passwd) <b>x</b> `a`",
}

DISGUISES = {
    "right-to-left override": "invoice_\u202egnp.exe",
    "isolates": "a\u2066b\u2069 \u2067c",
    "direction marks": "a\u200eb\u200fc\u061cd",
    "zero width": "pay\u200bpal\u200c.\u200dcom\u2060\ufeff",
    "soft hyphen": "pay\u00adpal",
    "piled marks": "Z" + "\u0301\u0316\u0489" * 60 + "algo",
    "joined emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    " \U0001f1eb\U0001f1f7 \u2764\ufe0f \U0001f44d\U0001f3fd \u5b57",
    "tag characters": "hi" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all"),
    "unicode line ends": "a\u2028b\u2029c\u0085d",
    "lone surrogates": "bad\udc9b\ud800x",
    "noncharacters": "a\ufffe\uffff\U0010ffffb",
    "look-alike letter": "p\u0430ypal.com",
    "blank letters": "\u3164\u115f\u1160\u2800x",
}

SIZES = {
    "line of a million": "A" * 1_000_000,
    "hundred thousand lines": "x\n" * 100_000,
    "wide characters": "\u5b57" * 200_000,
    "brackets": "[" * 20_000,
    "tags": "[b]" * 5_000,
    "one huge pile of marks": "Z" + "\u0301" * 50_000,
    "links": "http://a.example/x " * 5_000,
}

FORMULAS = {
    "formula": '=HYPERLINK("http://evil.example/","alert")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab before": "\t=1+1",
    "return before": "\r=1+1",
    "line before": "\n=1+1",
    "wide sign": "\uff1d1+1",
    "spaces before": "   =1+1",
    "nothing before": "\u200b=1+1",
    "exchange": "|calc",
}
"""What a spreadsheet computes, wherever a cell begins with it."""

SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x="',
    "quote": "' onfocus='alert(1)' autofocus='",
    "drawing": "</text></svg><svg/onload=alert(1)>",
    "end of title": "</title><script>alert(1)</script>",
    "end of style": "</style><script>alert(1)</script>",
    "comment": "--><script>alert(1)</script><!--",
    "markdown link": "[alert](javascript:alert(1))",
    "markdown picture": "![alert](javascript:alert(1))",
    "automatic link": "<javascript:alert(1)>",
    "table": "a | b | c\n|---|---|\n| alert |",
    "base": "<base href=//evil.example/>",
}
"""What a browser runs, wherever a page holds it as it is."""

FILE_NAMES = {
    "parents": "../../etc/passwd",
    "parents of Windows": "..\\..\\windows\\win.ini",
    "absolute": "/etc/shadow",
    "a parent": "..",
    "a dot": ".",
    "nothing": "",
    "hidden": ".bashrc",
    "option": "-rf",
    "home": "~root",
    "device": "CON",
    "device with an ending": "con.txt",
    "device with a dot": "nul.",
    "a null": "a\0.exe.txt",
    "reversed ending": "invoice\u202egnp.exe",
    "long": "x" * 500 + ".pdf",
    "255 bytes": "y" * 251 + ".pdf",
    "long letters": "\u00e9" * 300,
    "wide dots": "\uff0e\uff0e\uff0fetc",
    "lines": "a\nb\r.txt",
    "title": "\x1b]0;x\x07.txt",
    "surrogate": "\ud800.txt",
    "stream": "a:b",
    "pipe": "a|b",
    "trailing dots and spaces": "file .txt . . ",
    "doubled dots": "....//x",
    "escaped": "%2e%2e%2fx",
    "two dots in one": "\u2025/x",
}
"""What an attachment may be called by who sends it."""

PAYLOADS = {
    f"{family}: {name}": text
    for family, texts in (
        ("control", CONTROLS),
        ("markup", MARKUP),
        ("disguise", DISGUISES),
        ("size", SIZES),
    )
    for name, text in texts.items()
}
