"""Stems of Russian and Ukrainian words, in one pass that need not know the language.

Most words of a ticket ("оплата", "карта", "заявка") belong to both languages and share their stem,
so one table holds the endings of both: a word has one stem in the index whoever wrote it.
The longest ending that fits is taken off. What the loss of an ending does to the end of a stem is
evened out: "заявок" and "заявка", "вхід" and "входу", "повідомлень" and "повідомлення".

The longest ending is sometimes wrong: "ответ" is no "отв-ет". The index keeps that stem; a query
asks for every stem that forms of its word may have (`possible_stems`).
"""

from collections.abc import Iterator

from supportdesk.patterns import pattern

_NOUN = """
а я о е и ы у ю ь й і ї є ой ей ою ею єю ом ем єм ов ев ів їв ам ям ами ями ах ях
ия ие ий ии ию ием иям иями иях ией иею иев ье ья ью ьем ьям ьями ьях
ові еві єві ія ії ію ією ій іям іями іях іїв ьми ьою ьо има
"""
_ADJECTIVE = """
ый ий ой ая яя ое ее ого его ому ему ым им ом ем ую юю ей ою ею ые ие ых их ыми ими
ій є ього ьому ім ої ьої ьою іх іми їй їх їм їми його йому їй єю єї
"""
_VERB = """
у ешь ет ем ете ут ют ишь ит им ите ят ат еш емо ете уть ють еть иш ить имо ите ать ять
їш їть їмо їте іть імо іте ьте емте имте ая яя уя ано яно ено овано увано ювано
"""
_THEMES = "а я е и ы ю у ова ева ыва ива".split()
_UKRAINIAN_THEMES = "і ї ува юва".split()
_PAST = "ла ло ли в ть ти тиму тимеш тиме тимемо тимем тимете тимуть".split()
_RUSSIAN_PAST = ("л", "вши")
_PRESENT = "ю ешь ет ем ете ют й йте емте єш є ємо єм єте ють єть ймо".split()
_PRESENT_THEMES = "а я е у ю и і".split()

_ENDINGS = frozenset(
    [
        *f"{_NOUN} {_ADJECTIVE} {_VERB}".split(),
        *(theme + ending for theme in _THEMES + _UKRAINIAN_THEMES for ending in _PAST),
        *(theme + ending for theme in _THEMES for ending in _RUSSIAN_PAST),
        *(theme + ending for theme in _PRESENT_THEMES for ending in _PRESENT),
    ]
)
_LONGEST_ENDING = max(map(len, _ENDINGS))

_CUT_ENDINGS = frozenset(ending[:end] for ending in _ENDINGS for end in range(2, len(ending)))

_VOWELS = frozenset("аеиоуыэюяіїє")
_FLEETING = frozenset("оеєі")
_REFLEXIVE = pattern(
    "(?<=[аеиоуюяіїєлмтьйшв])ся$|(?<=[лт][аеиоя])сь$|(?<=[уювмй])сь$|(?<=[^п]и)сь$|(?<=мо)сь$"
)


def stem(word: str) -> str:
    """The stem of a lower-case word of Russian or Ukrainian letters, without ё and apostrophes."""
    bare = _REFLEXIVE.sub("", word)
    return even(next(_beginnings(bare), bare))


def possible_stems(word: str) -> tuple[str, ...]:
    """Every stem that forms of `word` may have in the index; `stem(word)` comes first."""
    bare = _REFLEXIVE.sub("", word)
    beginnings = [*_beginnings(bare), bare]
    shortest = beginnings[0]
    beginnings.append(next(_beginnings(shortest), shortest))
    return tuple(dict.fromkeys(map(even, beginnings)))


def possible_beginnings(typed: str) -> tuple[str, ...]:
    """What the stems of words that begin with `typed` may begin with."""
    hard = typed.replace("ь", "") or typed
    stable = hard[:-1] if hard[-1:] in _FLEETING and len(hard) > 3 else hard
    return tuple(dict.fromkeys((hard, stable, even(typed))))


def stems_of_cut(typed: str) -> tuple[str, ...]:
    """Stems of words whose ending `typed` breaks off: "дешевог" is on the way to "дешевого"."""
    bare = _REFLEXIVE.sub("", typed)
    longest = min(_LONGEST_ENDING, len(bare) - 3)
    cut = (bare[:-length] for length in range(2, longest + 1) if bare[-length:] in _CUT_ENDINGS)
    unfinished = next(_beginnings(typed.removesuffix("с")), typed)
    return tuple(dict.fromkeys(map(even, (*cut, unfinished))))


def even(beginning: str) -> str:
    """Undo what the loss of an ending does to the end of a stem."""
    if beginning.endswith("ій"):
        return f"{beginning[:-2]}о"  # пристрій, пристрою
    evened = beginning.rstrip("ьй").replace("ь", "") or beginning
    if len(evened) < 3:
        return evened
    if len(evened) > 3 and evened[-1] == evened[-2]:
        evened = evened[:-1]
    if len(evened) > 4 and evened[-1] == "л" and evened[-2] in "пбвмф":
        evened = evened[:-1]  # купить, куплю
    if evened.endswith("іст"):
        return f"{evened[:-3]}ост"  # швидкість, швидкості
    evened = _without_fleeting_vowel(evened).replace("тиждн", "тижн")
    if len(evened) > 3 and evened[-1] == "ц" and evened[-2] not in _VOWELS:
        return f"{evened[:-1]}к"  # посилці, посилка
    return evened


def _without_fleeting_vowel(beginning: str) -> str:
    """заявок as заявк, вечір and вечора as вечр; in short words вхід as вход."""
    vowel, last = beginning[-2], beginning[-1]
    if vowel not in _FLEETING or last in _VOWELS:
        return beginning
    if len(beginning) > 3 or vowel + last == "ен":
        return beginning if beginning[-3] in _VOWELS else beginning[:-2] + last
    return f"{beginning[0]}о{last}" if vowel == "і" else beginning


def _beginnings(word: str) -> Iterator[str]:
    """What is left of `word` without each ending that fits, the longest ending first."""
    for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
        if word[-length:] in _ENDINGS:
            yield word[:-length]
