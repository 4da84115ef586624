"""The form as a page of its own: no script, nothing from elsewhere, every text escaped."""

from html import escape
from uuid import UUID

from starlette.responses import HTMLResponse

from supportdesk.i18n import gettext as _

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}"
    "label{display:block;margin:.8rem 0}input,textarea{width:100%;font:inherit;padding:.4rem;"
    "box-sizing:border-box}button{font:inherit;padding:.4rem 1rem}p.told{border-left:.3rem solid"
    ";padding:.4rem .8rem}"
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def html_page(fresh: UUID, *, ticket: int | None = None, status: str | None = None) -> HTMLResponse:
    """The page; `fresh` makes a form that is sent twice one ticket. Above it what came of it."""
    told = ""
    if ticket is not None:
        told = _("Thank you. The number of your request is {number}.").format(number=ticket)
    elif status is not None:
        told = _told(status)
    title = escape(_("Write to us"))
    parts = [
        f'<p class="told" role="status">{escape(told)}</p>' if told else "",
        f"<h1>{title}</h1>",
        '<form method="post" action="form">',
        f'<input type="hidden" name="id" value="{fresh}">',
        _field("name", _("Your name"), "text"),
        _field("email", _("Your e-mail"), "email"),
        _field("subject", _("What it is about"), "text"),
        _label(_("What happened"), '<textarea name="text" rows="8" required></textarea>'),
        _button(_("Send it")),
        _heading(_("How does it stand?")),
        '<form method="post" action="form">',
        _field("number", _("Number of the request"), "number"),
        _field("email", _("Your e-mail"), "email"),
        _button(_("Ask")),
    ]
    head = f"<title>{title}</title><style>{_STYLE}</style>"
    width = '<meta name="viewport" content="width=device-width">'
    return HTMLResponse(
        f'<!doctype html><meta charset="utf-8">{width}{head}{"".join(parts)}', headers=_HEADERS
    )


def _told(status: str) -> str:
    """How a ticket stands, in words."""
    texts = {
        "received": _("We have received it."),
        "at_work": _("We are working on it."),
        "waiting_for_you": _("We have answered and wait for you."),
        "done": _("It is done."),
    }
    return texts.get(status) or _("No request with this number and this e-mail is known.")


def _field(name: str, label: str, kind: str) -> str:
    return _label(label, f'<input name="{name}" type="{kind}" required>')


def _label(label: str, inside: str) -> str:
    return f"<label>{escape(label)}{inside}</label>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _button(label: str) -> str:
    return f"<button>{escape(label)}</button></form>"
