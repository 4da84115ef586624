"""The table behind `refusals`: one row a code. English is the source of the catalogues.

A row ending in a parameter's value (`store.read_only.newer`) is for `because` with that value.
"""

from supportdesk.i18n.access_refusals import ACCESS
from supportdesk.i18n.article_refusals import ARTICLES
from supportdesk.i18n.calendar_refusals import CALENDARS
from supportdesk.i18n.client_refusals import CLIENTS
from supportdesk.i18n.field_refusals import FIELDS
from supportdesk.i18n.guard_refusals import GUARDS
from supportdesk.i18n.history_refusals import HISTORY
from supportdesk.i18n.import_texts import IMPORTS
from supportdesk.i18n.key_refusals import KEYS
from supportdesk.i18n.link_refusals import LINKS
from supportdesk.i18n.macro_refusals import MACROS
from supportdesk.i18n.mail_refusals import MAIL
from supportdesk.i18n.mirror_refusals import MIRROR
from supportdesk.i18n.outgoing_refusals import OUTGOING
from supportdesk.i18n.outside_refusals import OUTSIDE
from supportdesk.i18n.program_refusals import QUESTIONS, SHELL, STORE
from supportdesk.i18n.rating_refusals import RATINGS
from supportdesk.i18n.refusal_text import RefusalText
from supportdesk.i18n.remote_refusals import REMOTES
from supportdesk.i18n.roster_refusals import ROSTERS
from supportdesk.i18n.server_refusals import SERVER
from supportdesk.i18n.sla_refusals import POLICIES
from supportdesk.i18n.staffing_refusals import STAFFING
from supportdesk.i18n.theme_refusals import THEMES
from supportdesk.i18n.time_refusals import TIMES
from supportdesk.i18n.view_refusals import VIEWS
from supportdesk.i18n.work_refusals import PEOPLE, TEXTS_WRITTEN, TICKETS

TEXTS: dict[str, RefusalText] = {
    **PEOPLE,
    **TICKETS,
    **TEXTS_WRITTEN,
    **GUARDS,
    **LINKS,
    **CLIENTS,
    **VIEWS,
    **OUTGOING,
    **MIRROR,
    **FIELDS,
    **TIMES,
    **HISTORY,
    **ARTICLES,
    **CALENDARS,
    **POLICIES,
    **QUESTIONS,
    **STORE,
    **SHELL,
    **IMPORTS,
    **MACROS,
    **MAIL,
    **KEYS,
    **OUTSIDE,
    **THEMES,
    **ROSTERS,
    **STAFFING,
    **RATINGS,
    **ACCESS,
    **SERVER,
    **REMOTES,
}
