"""One person's settings: default < file < environment < flag actually typed."""

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from supportdesk.settings.fields import FIELDS, SettingTrouble
from supportdesk.settings.keeping import keep_setting
from supportdesk.settings.paths import default_store, settings_file
from supportdesk.settings.settings import UNDO_SEND_SECONDS, load_settings
from supportdesk.settings.zone import system_zone, zone_named

NOTHING: dict[str, str | None] = {}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file that does not exist yet."""
    return tmp_path / "config.toml"


def test_without_anything_the_defaults_hold(file: Path) -> None:
    settings = load_settings(file, {}, NOTHING)
    assert settings.store == default_store()
    assert settings.operator is None
    assert settings.language is None
    assert settings.undo_send_seconds == UNDO_SEND_SECONDS
    assert set(settings.sources.values()) == {"default"}
    assert set(settings.sources) == set(FIELDS)


def test_each_source_outdoes_the_one_before(file: Path) -> None:
    file.write_text('operator = "from-file"\n')
    assert load_settings(file, {}, NOTHING).operator == "from-file"
    environment = {"SUPPORTDESK_AS": "from-environment"}
    assert load_settings(file, environment, NOTHING).operator == "from-environment"
    settings = load_settings(file, environment, {"operator": "typed"})
    assert settings.operator == "typed"
    assert settings.sources["operator"] == "flag"


def test_a_flag_that_was_not_typed_changes_nothing(file: Path) -> None:
    settings = load_settings(file, {"SUPPORTDESK_LANG": "uk"}, {"language": None})
    assert (settings.language, settings.sources["language"]) == ("uk", "environment")


def test_an_empty_variable_counts_as_absent(file: Path) -> None:
    assert load_settings(file, {"SUPPORTDESK_STORE": ""}, NOTHING).sources["store"] == "default"


def test_a_store_is_a_whole_path(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(file.parent))
    settings = load_settings(file, {}, {"store": "~/work.desk"})
    assert settings.store == file.parent / "work.desk"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('colour = "red"', "setting.unknown"),
        ('language = "de"', "setting.invalid"),
        ('timezone = "Moon/Base"', "setting.invalid"),
        ('timezone = "../../etc/passwd"', "setting.invalid"),
        ("undo_send_seconds = 61", "setting.invalid"),
        ("undo_send_seconds = true", "setting.invalid"),
        ("undo_send_seconds = -1", "setting.invalid"),
        ("operator = 5", "setting.invalid"),
        ("store = ", "settings.unreadable"),
    ],
)
def test_what_cannot_be_is_named(file: Path, line: str, code: str) -> None:
    file.write_text(line + "\n")
    with pytest.raises(SettingTrouble) as caught:
        load_settings(file, {}, NOTHING)
    assert caught.value.code == code


def test_a_file_that_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingTrouble) as caught:
        load_settings(file, {}, NOTHING)
    assert caught.value.parameters["path"] == str(file)


def test_zero_seconds_to_recall_a_reply_is_a_choice(file: Path) -> None:
    environment = {"SUPPORTDESK_UNDO_SEND_SECONDS": "0"}
    assert load_settings(file, environment, NOTHING).undo_send_seconds == 0


def test_keeping_a_setting_leaves_comments_and_order_alone(file: Path) -> None:
    file.write_text('# mine\ntheme = "calm"  # nice\noperator = "ann"\n')
    keep_setting(file, "theme", "light")
    assert file.read_text() == '# mine\ntheme = "light"  # nice\noperator = "ann"\n'
    keep_setting(file, "operator", None)
    assert file.read_text() == '# mine\ntheme = "light"  # nice\n'


def test_keeping_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    keep_setting(file, "undo_send_seconds", "20")
    assert load_settings(file, {}, NOTHING).undo_send_seconds == 20
    assert list(file.parent.iterdir()) == [file]


def test_keeping_an_impossible_value_leaves_the_file_alone(file: Path) -> None:
    file.write_text('theme = "calm"\n')
    with pytest.raises(SettingTrouble):
        keep_setting(file, "language", "xx")
    assert file.read_text() == 'theme = "calm"\n'


def test_the_settings_file_can_be_another_one(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    assert settings_file({"SUPPORTDESK_CONFIG": str(other)}) == other


def test_the_system_zone_follows_tz() -> None:
    assert system_zone({"TZ": "Europe/Kyiv"}) == ZoneInfo("Europe/Kyiv")
    assert system_zone({"TZ": ":Asia/Almaty"}) == ZoneInfo("Asia/Almaty")
    assert system_zone({"TZ": "nonsense"}) is UTC


@pytest.mark.parametrize("name", ["", "/", "..", "Europe", "a\0b", "x" * 400])
def test_a_zone_that_is_none_is_none(name: str) -> None:
    assert zone_named(name) is None
