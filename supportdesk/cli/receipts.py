"""What a command answers once the desk has done it."""

from supportdesk.cli.session import Session
from supportdesk.domain.envelope import Receipt
from supportdesk.objects.receipts import receipt_object


def tell_receipt(session: Session, receipt: Receipt, sentence: str) -> None:
    """Say what was done: the sentence for people, the receipt for scripts."""
    if session.as_json:
        session.output.item(receipt_object(receipt))
    else:
        session.output.say(sentence)
