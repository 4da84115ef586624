"""Words that hold sentences together and say little of what a text is about."""

_ENGLISH = """
a about am an and any are as at be been but by can could did do does for from had has have he her
his how i if in into is it its me my no not of on or our out she should so some than that the their
them then there they this to too up us was we were what when where which who why will with would
you your
"""
_RUSSIAN = """
а без бы был была были было быть в вам вас ваш во вот все вы где да для до его ее если есть еще же
за и из или им их к как ко кто ли мне мой моя мы на над нам нас наш не нет ни но о об он она они
оно от по под при с со так там то тоже ты у уже что чтобы эта эти это этот я
"""
_UKRAINIAN = """
або але б би бо був була були було бути в вам вас ваш від вона вони воно все ви він де для до є же
з за зі і із й її його їх якщо як який яка які коли ми мені мій моя на над нам нас наш не ні о
однак от по під при про та так також там те ти то тобто у уже хто це цей ця ці чи чому що щоб я
"""
FUNCTION_WORDS = frozenset(f"{_ENGLISH}{_RUSSIAN}{_UKRAINIAN}".split())
"""In the form of `words.tokens`: lower case, ё as е."""
