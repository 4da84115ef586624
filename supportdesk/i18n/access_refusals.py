"""What is said when tokens, and programs that come with them, are refused."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_MAKE = N_("For example: supportdesk tokens add robot --for WHO --scope read --scope act")
_LIST = N_("See: supportdesk tokens list")

ACCESS = {
    "token.nameless": RefusalText(
        N_("A token needs a name of up to {longest} characters: it says what it is for."), cli=_MAKE
    ),
    "token.scope_unknown": RefusalText(
        N_("There is no scope {wanted}. One is: {allowed}."), cli=_MAKE
    ),
    "token.no_digest": RefusalText(
        N_("A token is kept as the SHA-256 of its secret: 64 hexadecimal digits."), cli=_MAKE
    ),
    "token.no_time": RefusalText(
        N_("A token that ends at {wanted} has ended already."),
        cli=N_("For example: --expires 90d, or --expires never"),
    ),
    "token.known": RefusalText(N_("There is a token with this secret already."), cli=_MAKE),
    "token.name_taken": RefusalText(
        N_(
            "{name} has a token {wanted} already: number {number}. Its secret was told once, and is"
            " told no more."
        ),
        cli=N_(
            "If it is lost, revoke it and make it anew: supportdesk tokens revoke {number}; else"
            " take another name."
        ),
    ),
    "token.not_own": RefusalText(
        N_("The tokens of others are revoked by leads; your role is {role}."),
        cli=N_("Ask a lead to do it."),
    ),
    "token.over": RefusalText(N_("The token {number} is revoked already."), cli=_LIST),
    "access_token.missing": RefusalText(N_("There is no token {which}."), cli=_LIST),
}
