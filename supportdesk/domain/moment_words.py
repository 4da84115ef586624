"""The words of English, Russian and Ukrainian that name times, in normal form (`words.tokens`).

Lower case, ё as е, no apostrophes: as the tables are looked up.
"""

from datetime import time


def _numbered(rows: str) -> dict[str, int]:
    """Words of each line → the number of the line, from 0."""
    return {
        word: number for number, row in enumerate(rows.strip().split("\n")) for word in row.split()
    }


MINUTE, HOUR, DAY, WEEK, MONTH = range(5)

UNITS = _numbered("""
m min mins minute minutes м мин минут минута минуту минуты хв хвилин хвилина хвилину хвилини
h hr hrs hour hours ч час часа часов год годин година годину години
d day days д дн день дня дней дні днів
w wk week weeks н нед неделя неделю недели неделе недель тиж тижд тиждень тижня тижні тижнів
mo month months мес месяц месяца месяцев міс місяць місяця місяці місяців
""")
"""Units of a length of time."""

WEEKDAYS = _numbered("""
mon monday mondays пн понедельник понеділок
tue tues tuesday вт вторник вівторок
wed weds wednesday ср среда среду середа середу
thu thur thurs thursday чт четверг четвер
fri friday пт пятница пятницу пятниця пятницю
sat saturday сб суббота субботу субота суботу
sun sunday вс воскресенье воскресение нд неділя неділю
""")

DAYS = _numbered("""
today сегодня сьогодні
tomorrow tmr tmrw завтра
overmorrow послезавтра післязавтра
""") | {"yesterday": -1, "вчера": -1, "вчора": -1, "учора": -1}
"""Days counted from today."""

MONTHS = _numbered("""
jan january янв января январь січ січня січень
feb february фев февр февраля февраль лют лютого лютий
mar march мар марта март бер березня березень
apr april апр апреля апрель кві квіт квітня квітень
may мая май тра трав травня травень
jun june июн июня июнь чер черв червня червень
jul july июл июля июль лип липня липень
aug august авг августа август сер серп серпня серпень
sep sept september сен сент сентября сентябрь вер вересня вересень
oct october окт октября октябрь жов жовт жовтня жовтень
nov november ноя нояб ноября ноябрь лис лист листопада листопад
dec december дек декабря декабрь гру груд грудня грудень
""")

MORNING = time(9)
PARTS_OF_DAY = {
    word: time(hour)
    for hour, row in (
        (9, "morning утро утром ранок вранці зранку уранці"),
        (12, "noon midday полдень опівдні"),
        (14, "afternoon днем вдень удень"),
        (18, "evening tonight вечер вечером вечір ввечері увечері"),
    )
    for word in row.split()
}
HALVES_OF_DAY = dict.fromkeys("am утра ранку".split(), 0) | dict.fromkeys(
    "pm вечера вечора".split(), 12
)
"""Said after an hour of the clock: hours to add to it."""

HALF_HOURS = frozenset("полчаса півгодини".split())
BEFORE_HOURS = frozenset("at в во о об".split())
"""After these a bare number is an hour."""
NEXT = frozenset("next следующий следующая следующую следующей наступний наступного".split())
FILLERS = BEFORE_HOURS | NEXT | frozenset("in on a an the через за на у".split())
