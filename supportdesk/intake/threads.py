"""Which mails are one conversation: those that answer the same mail, whether or not it is there."""

from array import array
from collections.abc import Iterable


class Threads:
    """The conversations of any number of mails, told by what answers what (union-find).

    Mails go by numbers from 0 on; eight bytes for each are all that is held of them.
    """

    def __init__(self) -> None:
        self._above = array("q")

    def join(self, mail: int, others: Iterable[int]) -> None:
        """Say that mails belong to one conversation."""
        for other in others:
            first, second = sorted((self.conversation(mail), self.conversation(other)))
            self._above[second] = first

    def conversation(self, mail: int) -> int:
        """A number that all mails of one conversation have in common, until more are joined."""
        above = self._above
        if mail >= len(above):
            above.extend(range(len(above), mail + 1))
        while above[mail] != mail:
            above[mail] = above[above[mail]]
            mail = above[mail]
        return mail
