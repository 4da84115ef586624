"""Guards, files, presence and options on the command line."""

from pathlib import Path

from supportdesk.domain.memory import Beat
from tests.cli.conftest import Shell


def made(shell: Shell) -> str:
    """A ticket of Ann Lee."""
    return str(
        shell.done(
            *("new", "--subject", "Refund", "--client", "Ann Lee", "--email", "ann@example.org"),
            *("--text", "I paid twice.", "--json"),
        ).item["tickets"][0]
    )


def test_a_stop_names_itself_and_passes_when_it_is_confirmed(shell: Shell) -> None:
    number = made(shell)
    text = "Hello Marta, the log is attached."
    stopped = shell("reply", number, "--text", text, "--json")
    assert (stopped.code, stopped.error["code"]) == (1, "reply.stopped")
    assert [stop["name"] for stop in stopped.error["stops"]] == ["attachment", "recipient"]
    told = shell("reply", number, "--text", text)
    assert "--confirm attachment --confirm recipient" in told.err
    assert "“is attached”" in told.err
    assert "Marta" in told.err
    half = shell("reply", number, "--text", text, "--confirm", "attachment")
    assert half.code == 1
    shell.done("reply", number, "--text", text, "--confirm", "attachment", "--confirm", "recipient")


def test_a_file_keeps_the_promise(shell: Shell, tmp_path: Path) -> None:
    number = made(shell)
    log = tmp_path / "error.csv"
    log.write_text("name,count\nwrong,12\n")
    shell.done("reply", number, "--text", "The log is attached.", "--attach", str(log))
    (file,) = shell.done("attachments", number, "--json").items
    shown = shell.done("attachments", number, "--show", str(file["number"]))
    assert shown.out.splitlines() == ["  name   count", "  wrong  12"]
    assert shell("attachments", number, "--show", "99").code == 3


def test_what_is_no_file_or_too_large_does_not_go(shell: Shell, tmp_path: Path) -> None:
    number = made(shell)
    assert shell("reply", number, "--text", "x", "--attach", str(tmp_path)).code == 2
    assert "no plain file" in shell("note", number, "--text", "x", "--attach", "/dev/zero").err
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(1_500_000))
    shell.done("options", "set", "file_limit.manual=1")
    refused = shell("reply", number, "--text", "x", "--attach", str(big), "--json")
    assert (refused.code, refused.error["code"]) == (1, "files.too_large")
    assert refused.error["parameters"]["limit"] == "1"
    shell.done("undo")
    shell.done("reply", number, "--text", "x", "--attach", str(big))


def test_a_draft_keeps_its_files(shell: Shell, tmp_path: Path) -> None:
    number = made(shell)
    log = tmp_path / "error.log"
    log.write_text("1")
    shell.done("drafts", "save", number, "--text", "Soon", "--attach", str(log))
    (draft,) = shell.done("drafts", "list", "--json").items
    (file,) = draft["attachments"]
    assert (file["name"], file["size"]) == ("error.log", 1)
    assert "error.log" in shell.done("drafts", "list").out
    assert shell("drafts", "detach", number, "99").code == 3
    shell.done("drafts", "detach", number, str(file["number"]))
    assert shell.done("drafts", "list", "--json").item["attachments"] == []


def test_options_are_shown_and_checked(shell: Shell) -> None:
    made(shell)
    assert shell.done("options", "--json").item["writing_lock"] == "off"
    shell.done("options", "set", "writing_lock=on")
    assert "writing_lock: on" in shell.done("options").out
    assert shell("options", "set", "writing_lock=maybe").code == 2
    assert shell("options", "set", "colour=red").code == 2


def test_presence_tells_who_is_there_and_who_was(shell: Shell) -> None:
    from supportdesk.desk.opening import open_desk

    number = made(shell)
    assert "Nobody" in shell.done("presence").out
    desk = open_desk(shell.store, shell.clock)
    desk.remember(Beat(1, int(number), "writing"))
    desk.close()
    assert shell.done("presence", "--json").item["doing"] == "writing"
    shell.clock.forward(seconds=15)
    assert shell.done("presence", "--json").items == []
    assert shell.done("presence", number, "--json").item["doing"] == "gone"
