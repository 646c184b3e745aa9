"""A table of what was measured: each method's speed beside its error, as ratios of one run."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

ROWS = []
NOTES = []


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", "ignore")


def pytest_terminal_summary(terminalreporter):
    if not ROWS and not NOTES:
        return
    terminalreporter.section("Sarhad against what else could be used")
    ours = {r["points"]: r["per_second"] for r in ROWS if r["method"] == "Sarhad measure"}
    for row in ROWS:
        ratio = ours.get(row["points"], float("nan")) / row["per_second"]
        terminalreporter.write_line(
            f"{row['points']:<14} {row['method']:<42} {row['per_second']:>12,.0f}/s "
            f"{ratio:>9.1f} x  error {row['error_m']:>12.6f} m  ({row['number']:,} places)"
        )
    for note in NOTES:
        terminalreporter.write_line(note)
