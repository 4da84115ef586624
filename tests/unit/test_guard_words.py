"""The words of the guards: what promises a file, and whose name a greeting holds (F34, F36)."""

import time

import pytest

from supportdesk.domain.guard import mentions
from supportdesk.domain.guard.addressee import wrong_addressee
from supportdesk.domain.guard.forgotten_file import promised_file
from supportdesk.domain.guard.own_words import own_words

PROMISES = (
    "Прикрепил скриншот.",
    "Здравствуйте! Инструкция во вложении.",
    "Во вложении отправляем вам инструкцию.",
    "См. вложение.",
    "Я приложила счёт.",
    "Прилагаем акт и договор.",
    "Додаю знімок екрана.",
    "Файл у вкладенні.",
    "Прикріпив файл з інструкцією.",
    "Додала до листа файл з рахунком.",
    "Please find attached the invoice.",
    "I've attached the log.",
    "Attached is your invoice.",
    "The guide is attached.",
    "As you asked, I attached the report.",
    "Thank you! See the attached file.",
    "Ваш счёт прикреплён к письму.",
    "Отвечаю на ваш вопрос: во вложении отчёт.",
    "Вложение: guide.pdf",
)
PROMISES_NOTHING = (
    "Вы прикрепили не тот файл.",
    "Файл, который вы прикрепили, не открывается.",
    "Пришлите, пожалуйста, скриншот во вложении.",
    "Прикрепите скриншот к ответу.",
    "Я не прикрепил файл, он слишком большой.",
    "Письмо пришло без вложения.",
    "Your attachment could not be opened.",
    "The file you have attached is empty.",
    "Please attach a screenshot.",
    "There was no attachment.",
    "I have not attached anything.",
    "Номер прикреплён к вашему аккаунту.",
    "Скачайте приложение, в приложении RUTUBE откройте настройки.",
    "Если файл прикреплён, нажмите кнопку.",
    "Якщо файл у вкладенні не відкривається, напишіть.",
    "Надішліть, будь ласка, фото у вкладенні.",
    "Ви прикріпили не той файл.",
    "У вашому вкладенні помилка.",
    "Мы не нашли вложения в вашем письме.",
    "The card is attached to your account.",
    "Додаю вас до списку.",
    "Could you send it attached to your reply?",
)
STRANGERS = (
    ("Здравствуйте, Ольга!", "Иван Петров"),
    ("Hello Marta,", "Ann Lee"),
    ("Dear Mr. Silva,", "Ann Lee"),
    ("Олено, вітаю!", "Іван Франко"),
    ("Вітаю, Олено!", "Іван Франко"),
    ("Добрый день! Анна, спасибо.", "Иван Петров"),
    ("привет, ольга", "Иван Петров"),
    ("Hi Priya,", "Ann Lee"),
    ("Уважаемый Иван Сергеевич!", "Олег Попов"),
    ("Шановний пане Андрію,", "Дмитро К."),
    ("Anna,\nthanks", "Иван Петров"),
    ("Hello Ivan Petrov,", "Ivan Sidorov"),
    ("Доброго ранку, Маріє!", "Oleh Bondar"),
    ("Здравствуйте, Марина!", "Карина Иванова"),
)
THE_CLIENT = (
    ("Здравствуйте, Иван!", "Иван Петров"),
    ("Вітаю, Іване!", "Іван Франко"),
    ("Hello Ivan,", "Иван Петров"),
    ("Здравствуйте, Саша!", "Александр Котов"),
    ("Здравствуйте, Александр!", "Oleksandr K"),
    ("Олено, добрий день!", "Олена К."),
    ("Dear Customer,", "Ann Lee"),
    ("Hello there,", "Ann Lee"),
    ("Здравствуйте! Спасибо за обращение.", "Ann Lee"),
    ("Добрый день, Ваш запрос принят.", "Ann Lee"),
    ("Hello, Thanks!", "Ann Lee"),
    ("Шановний пане Петренку,", "Олег Петренко"),
    ("Иван Сергеевич, здравствуйте!", "Иван Петров"),
    ("Hello John,", "Acme GmbH"),
    ("Hello Bob,", "support"),
    ("Олеже, вітаю!", "Олег Бойко"),
    ("Андрію, доброго дня!", "Андрій Шева"),
    ("Здравствуйте, Катя!", "Екатерина Вторая"),
    ("Привет, Дмитро!", "Дмитрий Н"),
    ("Hi Kateryna!", "Катерина Б"),
    ("Пётр, добрый день!", "Петр Иванов"),
    ("Dear Sir/Madam,", "Ann Lee"),
    ("Павле, вітаю!", "Павло Чубинський"),
    ("Илья, здравствуйте", "Ілля М"),
    ("Маріє, вітаю!", "Марія К"),
    ("Dear Mrs Lee,", "Ann Lee"),
    ("Наталю, вітаємо!", "Наталія П"),
    ("Good evening, Yusuf!", "Yusuf Demir"),
    ("Hello Marta Silva,", "Marta Silva"),
    ("Здравствуйте, Алексанр!", "Александр К"),
    ("RUTUBE, здравствуйте", "Ann Lee"),
    ("Привет всем!", "Ann Lee"),
)


@pytest.mark.parametrize("text", PROMISES)
def test_a_promise_of_a_file_is_seen(text: str) -> None:
    assert promised_file(text)


@pytest.mark.parametrize("text", PROMISES_NOTHING)
def test_what_others_attached_or_are_asked_for_or_is_denied_is_no_promise(text: str) -> None:
    assert promised_file(text) is None


@pytest.mark.parametrize(("text", "client"), STRANGERS)
def test_a_greeting_of_somebody_else_is_seen(text: str, client: str) -> None:
    assert wrong_addressee(text, client)


@pytest.mark.parametrize(("text", "client"), THE_CLIENT)
def test_every_shape_of_the_clients_name_is_theirs_and_a_doubt_is_no_alarm(
    text: str, client: str
) -> None:
    assert wrong_addressee(text, client) is None


def test_a_name_known_otherwise_may_stand_in_the_greeting() -> None:
    assert wrong_addressee("Hello Marta,", "Ann Lee", ["Marta Silva"]) is None
    assert wrong_addressee("Hello Marta,", "Ann Lee", ["marta.silva@example.org"]) is None


def test_quotes_and_the_signature_are_not_ones_own_words() -> None:
    text = "Yes.\n> Hello Marta,\n  > attached\nOn 2 March Ann Lee wrote:\nKind regards\nPetro"
    assert own_words(text, "Kind regards\nPetro") == "Yes.\n"
    assert own_words("Yes.\n-- \nattached") == "Yes."


def test_tickets_are_told_from_everything_else_that_is_numbered() -> None:
    text = (
        "see #12, order #13, ticket 14, обращение №15, заказ #16, Case: (#17), http://x/#18, &#39;"
        " request no 19, рахунок #20, № 21, звернення 22"
    )
    assert set(mentions.ticket_numbers(text)) == {12, 14, 15, 17, 19, 22}


def test_addresses_are_found_as_they_are_written() -> None:
    assert mentions.emails("To a@b.co, <x.y@z.org>.") == ["a@b.co", "x.y@z.org"]
    assert mentions.phones("call +7 (900) 123-45-67 or 12-34") == ["+7 (900) 123-45-67"]
    assert mentions.phone_keys("8 900 123 45 67") == ("79001234567", "89001234567")
    assert mentions.phone_keys("050 111-22-33") == ("0501112233", "380501112233")


@pytest.mark.parametrize(
    "pasted",
    [
        "a" * 200_000,
        "a." * 100_000,
        "a@" * 100_000,
        "ticket" + " " * 200_000,
        "order" + " " * 200_000 + "x",
        "not attached " * 15_000,
        "we have " * 25_000,
        "1 " * 100_000,
        "+1" + "0 " * 100_000,
        "Hello " * 30_000,
        "Hello, " + "Ann " * 50_000,
        "\n" * 200_000,
        ">" * 200_000,
        "in the attachment not " * 9_000,
    ],
)
def test_no_pasted_text_holds_up_the_desk(pasted: str) -> None:
    began = time.monotonic()
    words = own_words(pasted)
    promised_file(words)
    wrong_addressee(words, "Ann Lee", ["Olga"])
    found = (mentions.emails, mentions.phones, mentions.ticket_numbers, mentions.numbers)
    for look in found:
        list(look(words))
    assert time.monotonic() - began < 2
