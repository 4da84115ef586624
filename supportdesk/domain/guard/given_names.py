"""Given names of clients and the shapes one name has: languages, short forms, vocatives (F36).

A line is one name, whoever bears it: Александр and Александра share their short forms, so they
share a line, and an indented line goes on with the one above. A name may stand in several.
"""

from functools import cache

_NAMES = """
александр александра олександр олександра саша сашко саня шура лесь леся олесь олеся alexander
 alexandra alex sasha sascha oleksandr oleksandra aleksandr aleksandra sandra sandro
алексей олексій олексий лёша леша алёша alexei alexey aleksey oleksii oleksiy alex alexis
анатолий анатолій толя толик anatoly anatolii anatoliy
андрей андрій андрюша andrey andrei andriy andrii andrew andy andreas andre andrea andriana
анна ганна аня аннушка анюта нюра галя anna ann anne annie hanna hannah anya
антон антоний антонина антоніна тоня anton anthony tony antonina antonio
аркадий аркадій arkady
арсений арсеній арсен сеня arseny arsen
артём артем артёмий тёма artem artyom
богдан богдана bohdan bogdan bohdana
борис боря borys boris
вадим вадик vadim vadym
валентин валентина валерий валерія валерий валерій валерия валера валя лера valentin valentina
 valentyna valery valerii valeriia valeria valerie
варвара варя barbara varvara
василий василь василиса василина вася vasily vasyl vasilisa basil
вера віра верочка vera vira
виктор віктор виктория вікторія витя вика віка victor viktor victoria viktoria viktoriia vicky
виталий віталій виталия віталія виталик vitaly vitalii vitaliy
владимир володимир вова володя влад vladimir volodymyr vlad
владислав владислава влад vladislav vladyslav
вячеслав в'ячеслав слава vyacheslav viacheslav
галина галя halyna galina
геннадий геннадій гена gennady hennadii
георгий георгій гоша жора юрий юрій юра george georgy heorhii yuri yuriy yury yurii
григорий григорій гриша grigory hryhorii gregory greg
даниил данило данила даня daniil danylo daniel dan danny
дарья дарина дарія даша daria darya daryna
денис denis denys dennis
диана діана diana
дмитрий дмитро дима діма митя dmitry dmitri dmytro dmitrii dima
евгений євген евгения євгенія женя eugene eugenia evgeny evgenia yevhen yevheniia yevgeny
екатерина катерина катя ekaterina kateryna katerina catherine katherine kate katya kathy
елена олена алёна альона лена olena elena helen helena alyona lena
елизавета єлизавета лиза ліза elizabeth elizaveta yelyzaveta liza lisa betty beth liz
захар zakhar
зинаида зінаїда зина
зоя zoya zoe
иван іван ваня іванка ивана ivan john jack vanya ivanka
игорь ігор ihor igor
илья ілля илюша ilya illia elias
инна інна inna
ирина ірина іра ира irina iryna irene ira
карина каріна karina
кирилл кирило kirill kyrylo cyril
клавдия клавдія клава
константин костянтин костя konstantin kostiantyn constantine
ксения оксана ксенія ксюша oksana ksenia kseniia xenia
лариса лара larisa larysa lara
лев лёва lev leo
леонид леонід лёня leonid
лидия лідія лида lidia lydia
лилия лілія лиля lilia lily
любовь любов люба lyubov liubov
людмила люда мила liudmila lyudmyla ludmila lyudmila
максим макс maxim maksym max maxime
маргарита рита margarita marharyta margaret rita
марина маринка maryna marina
мария марія марія маша маруся марійка maria mariia mary marie masha
марк mark marc marcus markus
марта marta martha
микита никита nikita mykyta
михаил михайло миша мишко michael mikhail mykhailo misha mike michel miguel
надежда надія надя nadia nadiia nadezhda
назар nazar
наталья наталия наталія наталка наташа natalia nataliia natalya natasha nata natalie
николай микола коля nikolai nikolay mykola nicholas nick nicolas
нина ніна nina
олег oleg oleh
ольга оля olga olha olya helga
остап ostap
павел павло паша pavel pavlo paul pablo paolo
пётр петр петро петя petr petro peter pyotr pedro pierre
полина поліна polina paulina
роман рома roman
руслан руслана ruslan ruslana
светлана світлана света світлана svetlana svitlana sveta
святослав світослав слава sviatoslav svyatoslav
семён семен сеня simon semen
сергей сергій серёжа сергійко sergey sergei serhii serhiy serge sergio
снежана сніжана snezhana
софья софия софія соня sofia sophia sofiia sonya sophie
станислав станіслав стас слава stanislav stas
степан stepan steven stephen stefan steve stephan
тамара tamara
тарас taras
татьяна тетяна таня tatiana tetiana tatyana tanya
тимофей тимофій тимур tymofii timofey timothy tim timur
ульяна уляна ulyana uliana
фёдор федор федір федя fedor theodore fedir
эдуард едуард эдик eduard edward ed eddie
юлия юлія юля julia yulia yuliia julie
яков яків яша jacob yakov jakob james
яна yana jana
ярослав ярослава слава yaroslav yaroslava
adam
ahmed ahmet ahmad
albert
alice alisa алиса аліса
amanda amy
arthur артур arthur artur
ben benjamin
brian bryan
carlos carl charles karl charlie
chris christopher christian christina christine кристина крістіна кристіна
claire clara
david давид давід dave
diego
donald don
emily emma emil emilia эмилия емілія
eric erik erika
eva eve єва ева
fatima
francis frank francois francesca franz
george jorge jorg
hans johannes johan johann jan juan joao giovanni jean joan
henry harry henri heinrich
hugo
ian
jason
jeff jeffrey geoffrey
jennifer jenny
jessica jess
jose joseph joe josef giuseppe
kevin
laura
linda
louis luis louise luisa luigi ludwig
luke lucas luca lukas lucy lucia
martin martina
matthew matt mateo matthias
mohammed muhammad mohamed mehmet
monica monika
oliver olivia оливия
oscar
patrick patricia
philip felipe филипп пилип philippe
rachel
rebecca
richard rick dick
robert bob rob roberto
ryan
samuel sam samantha
sarah sara сара
scott
susan suzanne susanna
thomas tom tomas томас
victor
walter
william bill will wilhelm
yusuf
"""


def name_stem(word: str) -> str:
    """What the cases and vocatives of a name share: "Олено", "Олена" and "Олене" are one."""
    plain = word.lower().replace("ё", "е")
    plain = "".join(letter for letter in plain if letter.isalpha())
    stem = plain.rstrip("аоуеиіїєюяйьыэaeiouy")
    if stem.endswith("ж"):
        stem = f"{stem[:-1]}г"  # Олеже, Олег
    return stem if len(stem) > 1 else plain


def names_of(word: str) -> frozenset[int]:
    """The lines of the table a word may belong to; none for a word that is no known name."""
    return _lines().get(name_stem(word), frozenset())


@cache
def _lines() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_NAMES.strip().replace("\n ", " ").splitlines()):
        for name in line.split():
            found.setdefault(name_stem(name), set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}
