"""The bench of backups: a phone that writes meanwhile is told truly."""

from bench.backup import Writing


def test_the_longest_and_the_usual_write_are_told_apart() -> None:
    assert Writing(times_s=[0.01, 0.02, 0.4]).figures("meanwhile") == {
        "meanwhile, p50 ms": 20,
        "meanwhile, longest ms": 400,
        "meanwhile, sent": 3,
    }
