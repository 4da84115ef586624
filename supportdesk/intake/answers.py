"""What a survey collected, out of CSV and TSV tables: who, a score, a comment, a moment."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path

from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.intake.table import rows
from supportdesk.intake.table_map import ROW_NUMBER
from supportdesk.records import dataclass

SCORE, COMMENT, AT = "score", "comment", "at"
COLUMNS = (SCORE, COMMENT, AT)
"""What every survey has besides who was asked; each is the heading too, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """One row: `who` is what stands in the column `by`."""

    line: int
    by: str
    who: str
    score: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """How a table is read: who may be named `by` which columns, and the heading of each column.

    A row without a moment was answered at `at`, where there is one; moments without a zone are
    meant in `zone`.
    """

    by: tuple[str, ...]
    headings: Mapping[str, str]
    zone: tzinfo
    at: datetime | None = None

    def answers(self, path: Path) -> Iterator[SurveyAnswer | DeskError]:
        """The rows, or what is wrong with one.

        Raises Invalid("survey.unreadable"), Invalid("survey.columns") for missing columns.
        """
        try:
            with rows(path, lambda _bytes: None) as (known, found):
                by = self._whose(known)
                for row in found:
                    try:
                        yield self._answer(by, row)
                    except DeskError as wrong:
                        yield wrong
        except (OSError, EOFError) as trouble:
            raise Invalid("survey.unreadable", path=str(path), reason=str(trouble)) from trouble

    def _heading(self, column: str) -> str:
        return self.headings.get(column, column)

    def _whose(self, known: list[str]) -> str:
        """The first column by which a row says whom it is of. Raises Invalid("survey.columns")."""
        wanted = (SCORE, *self.headings) if self.at is not None else (SCORE, AT, *self.headings)
        missing = [heading for c in wanted if (heading := self._heading(c)) not in known]
        by = next((column for column in self.by if self._heading(column) in known), None)
        if by is None:
            missing.insert(0, self._heading(self.by[0]))
        if by is None or missing:
            names = ", ".join(dict.fromkeys(missing))
            raise Invalid("survey.columns", missing=names, known=", ".join(known)[:200])
        return by

    def _answer(self, by: str, row: Mapping[str, str]) -> SurveyAnswer:
        line = int(row[ROW_NUMBER])
        cells = {c: row.get(self._heading(c), "").strip() for c in (by, *COLUMNS)}
        if not cells[by]:
            raise Invalid("survey.line", line=line, wrong=self._heading(by))
        return SurveyAnswer(
            line,
            by,
            cells[by],
            self._score(line, cells[SCORE]),
            cells[COMMENT],
            self._moment(line, cells[AT]),
        )

    def _score(self, line: int, written: str) -> int:
        number = written.removesuffix(".0").removesuffix(",0")
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise Invalid("survey.line", line=line, wrong=self._heading(SCORE))
        return int(number)

    def _moment(self, line: int, written: str) -> datetime:
        if not written and self.at is not None:
            return self.at
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(written)
            if 1970 < moment.year < 2200:
                return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        raise Invalid("survey.line", line=line, wrong=self._heading(AT))
