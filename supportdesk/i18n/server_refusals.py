"""What the server says when it refuses a request, and `serve` when it cannot begin."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

SERVER = {
    "request.malformed": RefusalText(
        N_("This is no JSON object that can be read."), cli=N_("See: /v1/openapi.json")
    ),
    "request.parameter": RefusalText(
        N_("These parameters make no sense: {wanted}."), cli=N_("See: /v1/openapi.json")
    ),
    "request.cursor": RefusalText(
        N_("This is no end of a page of this query."),
        cli=N_("Hand back `next` as it was given, with the same query."),
    ),
    "request.no_path": RefusalText(
        N_("There is nothing under this path."), cli=N_("See: /v1/openapi.json")
    ),
    "request.method": RefusalText(
        N_("This path is not asked in this way."), cli=N_("See: /v1/openapi.json")
    ),
    "request.no_token": RefusalText(
        N_("This needs a token."),
        cli=N_("Send it as `Authorization: Bearer TOKEN`; supportdesk tokens add NAME makes one."),
    ),
    "request.token_refused": RefusalText(
        N_("This token opens nothing: unknown, revoked or ended."),
        cli=N_("Make another: supportdesk tokens add NAME"),
    ),
    "request.scope": RefusalText(
        N_("This needs a token of the scope {wanted}; this one has: {held}."),
        cli=N_("Make another: supportdesk tokens add NAME --scope {wanted}"),
    ),
    "request.too_large": RefusalText(
        N_("The request is larger than {largest} bytes."),
        cli=N_("Send less at once; serve --max-body says how much is taken."),
    ),
    "request.too_large.parts": RefusalText(
        N_("The request has more than {largest} parts: texts, brackets and commas."),
        cli=N_("Send less at once."),
    ),
    "request.too_slow": RefusalText(
        N_("The request came too slowly, and is not waited for any longer."),
        cli=N_("Send it again over a line that carries {least} bytes a second."),
    ),
    "request.too_many": RefusalText(N_("Too many requests."), cli=N_("Try again in {seconds} s.")),
    "request.too_many.streams": RefusalText(
        N_("This token has {most} live streams open, and may have no more."),
        cli=N_("End one of them first, or come with another token."),
    ),
    "request.too_many.bodies": RefusalText(
        N_("This token sends as much at once as it may: {most} bytes."),
        cli=N_("Send one request after the other."),
    ),
    "request.busy": RefusalText(
        N_("The server has more to do than it can."), cli=N_("Try again in a few seconds.")
    ),
    "request.crash": RefusalText(
        N_("A defect of the server stopped this; nothing was half done."),
        cli=N_("Try again, and tell whoever runs the server."),
    ),
    "changes.put_back": RefusalText(
        N_("The desk was put back to an earlier state, or is another one."),
        cli=N_("Read it again from the beginning: since=0"),
    ),
    "action.unknown": RefusalText(
        N_("There is no action {wanted} at {place}."), cli=N_("See: /v1/openapi.json")
    ),
    "action.no_field": RefusalText(
        N_("There is no field {wanted} at {place}."), cli=N_("See: /v1/openapi.json")
    ),
    "action.field_missing": RefusalText(
        N_("The field {wanted} is missing at {place}."), cli=N_("See: /v1/openapi.json")
    ),
    "action.malformed": RefusalText(
        N_("At {place} this is wanted: {wanted}."), cli=N_("See: /v1/openapi.json")
    ),
    "form.unknown": RefusalText(
        N_("No request with this number and this e-mail is known."),
        cli=N_("Both stand in what was sent to you."),
    ),
    "form.too_long": RefusalText(
        N_("{wanted} is longer than {longest} characters."), cli=N_("Write less.")
    ),
    "envelope.used": RefusalText(
        N_("The id {wanted} belongs to another envelope."),
        cli=N_("Make a fresh id (a UUIDv7) for every action."),
    ),
    "serve.half_certificate": RefusalText(
        N_("A certificate and its key go together."),
        cli=N_("Name both: supportdesk serve --tls-cert FILE --tls-key FILE"),
    ),
    "serve.certificate": RefusalText(
        N_("The certificate {path} cannot be used with the key {key}: {reason}."),
        cli=N_("Name others: supportdesk serve --tls-cert FILE --tls-key FILE"),
    ),
    "serve.outside": RefusalText(
        N_("{wanted} can be reached from outside, and what is sent would be open to be read."),
        cli=N_(
            "Put a proxy with TLS before it and add --behind-proxy, or give --tls-cert and"
            " --tls-key."
        ),
    ),
    "serve.no_proxy": RefusalText(
        N_(
            "{wanted} is no IP address that a proxy comes from, and no network of them: names are"
            " not looked up."
        ),
        cli=N_("For example: supportdesk serve --trust-proxy 127.0.0.1 --trust-proxy 10.0.0.0/8"),
    ),
    "serve.address": RefusalText(
        N_("The server cannot listen on {wanted}: {reason}."), cli=N_("Choose another: --port 8090")
    ),
    "serve.not_installed": RefusalText(
        N_("The server needs more than is installed."),
        cli=N_("Install it in the folder of the program: pip install '.[server]'"),
    ),
}
