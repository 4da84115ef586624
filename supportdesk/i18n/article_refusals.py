"""What is said when something cannot be done with an article."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

ARTICLES = {
    "article.missing": RefusalText(
        N_("There is no article {which}."),
        N_("See them with {knowledge_key}."),
        N_("See: supportdesk articles list"),
    ),
    "article.ambiguous": RefusalText(
        N_("Several articles fit {wanted}: numbers {ids}."),
        N_("Choose one with {knowledge_key}."),
        N_("Name the number instead."),
    ),
    "article.empty": RefusalText(
        N_("An article needs a title and a text."),
        cli=N_('For example: supportdesk articles add "How refunds work" < refunds.md'),
    ),
    "article.title_too_long": RefusalText(N_("A title has at most {limit} characters.")),
    "article.too_long": RefusalText(
        N_("An article has at most {limit} characters."),
        N_("Make two of it."),
        N_("Make two of it."),
    ),
    "article.language": RefusalText(
        N_("{wanted} is no language of an article."),
        N_("For example: ru, uk, en."),
        N_("For example: --language uk"),
    ),
    "article.url": RefusalText(
        N_("{wanted} is no address of a page."),
        N_("For example: https://help.example.org/refunds"),
        N_("For example: --url https://help.example.org/refunds"),
    ),
    "article.from_file": RefusalText(
        N_("Article {number} is read from the file {path}, which this program never writes."),
        N_("Change the file: it is read again when the articles are opened."),
        N_("Change the file: it is read again with the next command."),
    ),
    "article.stopped": RefusalText(N_("The article was not removed.")),
    "stop.article_from_file": RefusalText(
        N_("The article is read from the file {path} and comes back while that is there."),
        N_("Take the file away first, or confirm."),
        N_("Take the file away first."),
    ),
    "article.folder_missing": RefusalText(
        N_("The folder of articles {path} is not there; what was read from it stays."),
        N_("Set another one: supportdesk config set articles FOLDER"),
        N_("Set another one: supportdesk config set articles FOLDER"),
    ),
    "folder.taken": RefusalText(
        N_("The folder {path} holds other things already."),
        cli=N_("Name a folder that is empty or not there, or one this command has made."),
    ),
}
