"""Letters as they sometimes come: a demo desk shows that nothing in them can harm."""

from supportdesk.domain.action import ClientReference

ODDITIES = (
    (
        "Terminal output, as asked: \x1b[31mERROR\x1b[0m",
        "Here is what the screen said:\n\n\x1b[1m\x1b[31merror:\x1b[0m cannot open display\x07\n",
    ),
    (
        "[bold red]Please read[/] [@click=app.quit]this[/]",
        "Our newsletter tool writes [b]like this[/b]. Is that a fault of yours or of ours?",
    ),
    (
        "A very long subject " + "that goes on and on " * 11,
        "I could not decide what to leave out, so it is all in the subject.",
    ),
    (
        "👨‍👩‍👧 Family plan 🎉",
        "Can we be five on one plan? 🙏 We are 👨‍👩‍👧‍👦 and a grandmother 👵🏽.",
    ),
    (
        "invoice\u202efdp.exe",
        "The name of the file looks strange to me. Is it from you?",
    ),
    (
        "Template gone wrong: Dear {product_purchased}",
        "I got a letter that begins “Dear {product_purchased}” and ends “{{ operator.name }}”.",
    ),
)
"""(subject, body) of each."""

SENDER_OF_SPAM = ClientReference("Winning Department", "prize@example.net")

SPAM = (
    ("You have won", "Dear winner, send us your account number to receive 1,000,000."),
    ("Дёшево: подписчики", "Десять тысяч подписчиков за одну ночь. Пишите скорее."),
    ("Швидкий кредит", "Кредит без довідок за п'ять хвилин, тисніть на посилання."),
    ("Your parcel is held", "Pay 1.99 now or the parcel goes back. This is the last notice."),
)
"""What a desk throws away."""
