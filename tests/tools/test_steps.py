"""The end of `./test`: how each check went, and how to run alone what failed."""

import shlex
import sys
from pathlib import Path

import pytest

from tools.checks import MOST_UNSTEADY, second_look_at
from tools.set_up import ROOT
from tools.steps import NAMED, Outcome, Step, Steps, node_alone, pytest_alone


def python(name: str, code: str, **others: object) -> Step:
    return Step(name, [sys.executable, "-c", code], **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("FAILED tests/a.py::test_b - AssertionError: 1 - 2", "./test tests/a.py::test_b"),
        ("FAILED tests/a.py::test_b[x]", "./test 'tests/a.py::test_b[x]'"),
        ("FAILED tests/a.py::test_b[a b - c] - E [1]", "./test 'tests/a.py::test_b[a b - c]'"),
        ("\x1b[31mFAILED\x1b[0m tests/a.py::\x1b[1mtest_b\x1b[0m", "./test tests/a.py::test_b"),
        ("ERROR tests/a.py - ImportError: no b", "./test tests/a.py"),
        ("ERROR    django.request:log.py:253 Internal Server Error", None),
        ("SKIPPED [1] tests/a.py:3: not here", None),
        ("..F..", None),
    ],
)
def test_a_failed_test_is_named_with_the_command_that_runs_it(
    line: str, command: str | None
) -> None:
    assert pytest_alone(line) == command


def test_on_postgresql_the_command_says_so() -> None:
    line = "FAILED tests/a.py::test_b"
    assert pytest_alone(line, flags="--postgresql ") == "./test --postgresql tests/a.py::test_b"


def test_a_failed_test_of_a_module_is_named_by_its_file_and_name() -> None:
    line = "FAILED tests/today/gate.test.mjs: pain (0–10) is asked"
    assert node_alone(line) == (
        r"node --test --test-name-pattern='^pain\ \(0–10\)\ is\ asked$' tests/today/gate.test.mjs"
    )
    assert node_alone("FAILED tests/a.test.mjs") == "node --test tests/a.test.mjs"
    assert node_alone("a line that names nothing") is None


def test_the_last_lines_name_what_failed(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.run(python("well", "print('fine')"))
    said = "print('FAILED tests/a.py::test_b - no'); raise SystemExit(1)"
    steps.run(python("ill", said, alone=pytest_alone))
    assert steps.report() == 1
    assert capfd.readouterr().out.splitlines()[-3:] == [
        "Failed, and how to run it alone:",
        "  ill",
        "    ./test tests/a.py::test_b",
    ]


def test_where_no_test_was_named_the_whole_check_is(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.run(Step("types", ["false", "goodform"]))
    assert steps.report() == 1
    assert capfd.readouterr().out.splitlines()[-2:] == ["  types", "    false goodform"]


def test_many_failures_are_counted(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    said = f"[print(f'FAILED tests/a.py::test_{{n}}') for n in range({NAMED + 5})]; exit(1)"
    steps.run(python("ill", said, alone=pytest_alone))
    steps.report()
    assert capfd.readouterr().out.splitlines()[-1] == "    and 5 more, named above"


def test_all_well_is_the_last_line(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.run(python("well", "print('fine')"))
    assert steps.report() == 0
    assert capfd.readouterr().out.splitlines()[-1] == "All is well."


def test_of_checks_side_by_side_only_those_that_failed_are_heard(
    capfd: pytest.CaptureFixture[str],
) -> None:
    steps = Steps()
    steps.together(
        [python("well", "print('quiet')"), python("ill", "print('loud'); raise SystemExit(3)")]
    )
    said = capfd.readouterr().out
    assert "loud" in said
    assert "quiet" not in said
    assert [outcome.step.name for outcome in steps.failed] == ["ill"]


def test_a_program_that_is_missing_fails_its_check_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    steps = Steps()
    steps.run(Step("modules", ["no-such-program"]))
    steps.run(python("well", "print('fine')"))
    assert [outcome.ok for outcome in steps.ended] == [False, True]
    assert "no-such-program cannot be started" in capfd.readouterr().out


def test_the_time_of_the_clock_and_of_the_processor_are_said() -> None:
    outcome = Outcome(Step("types", ["mypy"]), ok=True, took_s=12.3, processor_s=20.6)
    assert str(outcome) == "types: ok (12 s, processor 21 s)"


def test_our_reporter_names_the_file_and_the_test(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    module = tmp_path / "a.test.mjs"
    module.write_text(
        'import test from "node:test";\n'
        'test("goes well", () => {});\n'
        'test("goes ill", () => { throw new Error("because"); });\n'
    )
    reporter = f"--test-reporter={ROOT / 'tools' / 'failures.mjs'}"
    steps = Steps()
    steps.run(Step("modules", ["node", "--test", reporter, str(module)], alone=node_alone))
    said = capfd.readouterr().out
    assert "1 passed, 1 failed" in said
    assert "Error: because" in said
    assert "goes well" not in said
    (again,) = steps.failed[0].again
    assert again.startswith(r"node --test --test-name-pattern='^goes\ ill$' ")


def failing(name: str) -> Step:
    said = "print('FAILED tests/browser/test_a.py::test_b - no'); raise SystemExit(1)"
    return python(name, said, alone=pytest_alone)


def test_what_passes_alone_is_named_as_unsteady(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.run(failing("busy"))
    steps.second_look(lambda _outcome: python("alone", "print('fine')"))
    assert steps.report() == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[-3:] == [
        "Failed beside others and passed alone. Find the race, and end it:",
        "    ./test tests/browser/test_a.py::test_b",
        "All is well.",
    ]


def test_what_fails_alone_as_well_has_failed() -> None:
    steps = Steps()
    steps.run(failing("busy"))
    steps.second_look(lambda _outcome: failing("alone"))
    assert [outcome.step.name for outcome in steps.failed] == ["busy"]


def test_what_is_well_needs_no_second_look() -> None:
    steps = Steps()
    steps.run(python("well", "print('fine')"))
    steps.second_look(lambda _outcome: pytest.fail("asked"))
    assert not steps.failed


@pytest.mark.parametrize(
    ("failed", "looked_at"),
    [
        (["tests/browser/test_a.py::test_b[x y]"], True),
        (["tests/browser/test_a.py::test_b", "tests/inbox/test_a.py::test_b"], False),
        ([f"tests/browser/test_a.py::test_{n}" for n in range(MOST_UNSTEADY + 1)], False),
    ],
    ids=["a browser test", "another beside it", "too many"],
)
def test_only_a_few_browser_tests_are_looked_at_again(failed: list[str], looked_at: bool) -> None:
    commands = tuple(f"./test {shlex.quote(each)}" for each in failed)
    step = second_look_at(Outcome(Step("busy", ["true"]), False, 1, 1, commands))
    assert (step is not None) is looked_at
    if step is not None:
        assert step.command[-1] == failed[-1]
