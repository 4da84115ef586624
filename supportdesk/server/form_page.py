"""The form as a page of its own: no script, nothing from elsewhere, every text escaped."""

from collections.abc import Mapping
from html import escape
from uuid import UUID

from starlette.responses import HTMLResponse

from supportdesk.records import dataclass
from supportdesk.server.form_language import Reading

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}"
    "label{display:block;margin:.8rem 0}input,textarea{width:100%;font:inherit;padding:.4rem;"
    "box-sizing:border-box}button{font:inherit;padding:.4rem 1rem}p.told{border-left:.3rem solid"
    ";padding:.4rem .8rem}.wrong{display:block;font-weight:bold}"
    "[aria-invalid]{border:.15rem solid}"
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What one of the two forms holds: what was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    wrong: Mapping[str, str]


EMPTY = Filled({}, {})


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the page shows. `fresh` makes a form that is sent twice one ticket."""

    reading: Reading
    fresh: UUID
    told: str = ""
    """Above the forms: what came of it."""
    letter: Filled = EMPTY
    question: Filled = EMPTY

    def answer(self, status: int = 200, headers: Mapping[str, str] = {}) -> HTMLResponse:
        """The page as an answer."""
        return HTMLResponse(
            self._html(),
            status,
            headers={**_HEADERS, "Content-Language": self.reading.language, **headers},
        )

    def _html(self) -> str:
        say = self.reading.texts
        title = _written(say.gettext("Write to us"))
        width = '<meta name="viewport" content="width=device-width">'
        parts = [
            f'<!doctype html><html lang="{self.reading.language}"><meta charset="utf-8">{width}',
            f"<title>{title}</title><style>{_STYLE}</style>",
            f'<p class="told" role="status">{_written(self.told)}</p>' if self.told else "",
            f"<h1>{title}</h1>",
            '<form method="post" action="form">',
            f'<input type="hidden" name="id" value="{self.fresh}">',
            _input(self.letter, "name", say.gettext("Your name"), "text"),
            _input(self.letter, "email", say.gettext("Your e-mail"), "email"),
            _input(self.letter, "subject", say.gettext("What it is about"), "text"),
            _area(self.letter, "text", say.gettext("What happened")),
            _button(say.gettext("Send it")),
            _heading(say.gettext("How does it stand?")),
            '<form method="post" action="form">',
            _input(self.question, "number", say.gettext("Number of the request"), "number"),
            _input(self.question, "email", say.gettext("Your e-mail"), "email"),
            _button(say.gettext("Ask")),
        ]
        return "".join(parts)


def standing_text(reading: Reading, status: str) -> str:
    """How a ticket stands, in words."""
    say = reading.texts
    texts = {
        "received": say.gettext("We have received it."),
        "at_work": say.gettext("We are working on it."),
        "waiting_for_you": say.gettext("We have answered and wait for you."),
        "done": say.gettext("It is done."),
    }
    unknown = say.gettext("No request with this number and this e-mail is known.")
    return texts.get(status) or unknown


def _input(filled: Filled, name: str, label: str, kind: str) -> str:
    value = _written(filled.typed.get(name, ""))
    marks = f'name="{name}" value="{value}" type="{kind}" required{_invalid(filled, name)}'
    return _label(filled, name, label, f"<input {marks}>")


def _area(filled: Filled, name: str, label: str) -> str:
    value = _written(filled.typed.get(name, ""))  # a reader of HTML drops the first line break
    marks = f'name="{name}" rows="8" required{_invalid(filled, name)}'
    return _label(filled, name, label, f"<textarea {marks}>\n{value}</textarea>")


def _label(filled: Filled, name: str, label: str, inside: str) -> str:
    wrong = filled.wrong.get(name)
    said = f'<span class="wrong">{_written(wrong)}</span>' if wrong else ""
    return f"<label>{_written(label)}{said}{inside}</label>"


def _heading(text: str) -> str:
    return f"<h2>{_written(text)}</h2>"


def _button(label: str) -> str:
    return f"<button>{_written(label)}</button></form>"


def _invalid(filled: Filled, name: str) -> str:
    return ' aria-invalid="true"' if name in filled.wrong else ""


def _written(text: str) -> str:
    """A text in HTML; what no text holds is left out."""
    return escape(text.encode("utf-8", "replace").decode().replace("\0", ""))
