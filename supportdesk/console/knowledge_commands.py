"""The commands about what the team knows: articles and earlier replies."""

from supportdesk.console.command import Command, Where
from supportdesk.i18n.later import N_

KNOWLEDGE_COMMANDS = (
    Command(
        "knowledge",
        ("g k",),
        Where.LIST,
        N_("articles"),
        N_("Read and search the articles, those for this ticket first; write and change them."),
        cli="supportdesk articles list TEXT",
    ),
    Command(
        "earlier_replies",
        (),
        Where.LIST,
        N_("earlier replies"),
        N_("Search what the team has answered: words, by:AUTHOR, tag:, kind:; Enter copies it."),
        cli="supportdesk replies QUERY",
    ),
)
