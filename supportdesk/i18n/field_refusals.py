"""What is said when a custom field cannot be defined or set so."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LIST = N_("See: supportdesk fields list")
_CHOOSE = N_("Fields of the ticket are in the palette: {palette_key}.")

FIELDS = {
    "field.none": RefusalText(
        N_("This desk has no custom fields."),
        N_("A lead adds them in a shell: supportdesk fields add NAME --type text"),
        N_("Add one: supportdesk fields add NAME --type text"),
    ),
    "field.missing": RefusalText(N_("There is no custom field {which}."), _CHOOSE, _LIST),
    "field.retired": RefusalText(
        N_("The field {field} is retired: its values stay, new ones are not set."),
        _CHOOSE,
        N_("Bring it back: supportdesk fields add {field} --type …"),
    ),
    "field.value": RefusalText(N_("{field} cannot be {value}.")),
    "field.value.text": RefusalText(
        N_("{field}: at most 500 characters on one line."),
    ),
    "field.value.select": RefusalText(
        N_("{field} cannot be {value}. The choices are: {allowed}."),
        cli=_LIST,
    ),
    "field.value.int": RefusalText(
        N_("{field} takes a whole number of at most 15 digits, not {value}."),
    ),
    "field.value.date": RefusalText(
        N_("{field} takes a day, and {value} is none that can be read."),
        N_("For example: 2026-03-01, 01.03.2026, fri, tomorrow."),
        N_("For example: 2026-03-01, 01.03.2026, fri, tomorrow."),
    ),
    "field.value.bool": RefusalText(N_("{field} is yes or no, not {value}.")),
    "field.name": RefusalText(
        N_("{name} cannot be the name of a field: letters, digits and _, at most 40."),
    ),
    "field.name_taken": RefusalText(
        N_("{name} means something of every ticket already; call the field otherwise."),
    ),
    "field.type_unknown": RefusalText(
        N_("The field {name}: there is no type {wanted}. The types are: {allowed}."),
    ),
    "field.title_too_long": RefusalText(
        N_("The title of the field {name} is too long: at most {limit} characters."),
    ),
    "field.choices": RefusalText(
        N_(
            "The field {name}: a select has 1 to 200 different choices, none of them empty, “none”"
            " or “nobody”; other types have none."
        ),
        cli=N_(
            "For example: supportdesk fields add plan --type select --choice basic --choice pro"
        ),
    ),
    "field.twice": RefusalText(N_("A field is defined twice.")),
    "field.too_many": RefusalText(N_("A desk has at most {limit} custom fields.")),
    "field.type_fixed": RefusalText(
        N_("The type of {name} is {type} and stays so; tickets may hold such values."),
        cli=N_("Retire it and add a field with another name: supportdesk fields retire {name}"),
    ),
    "field.file": RefusalText(
        N_("{path} is no file of custom fields ({reason})."),
        cli=N_("What one looks like: supportdesk fields export"),
    ),
    "field.file_missing": RefusalText(
        N_("There is no file {path}."),
        cli=N_("Begin with: supportdesk fields export > fields.toml"),
    ),
}
