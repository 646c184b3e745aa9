"""Faults: kill -9, a full disk, a folder that cannot be written, several writers at once.

The children are forked from this process, so that thirty turns of each do not start thirty
interpreters.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from dashboard.loading import load_geocoder
from incidents.editing import Editor
from incidents.errors import StoreError
from incidents.integrity import backup, verify, verify_file
from incidents.pipeline import import_file
from incidents.store import Store

TURNS = 30
ROWS = 60

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def write_rows(path, name, rows=ROWS):
    lines = [f"{name}-{k},2014-10-17,incursion,Taftan,61.58,28.95,2000" for k in range(rows)]
    header = "incident_id,date,type,place,lon,lat,coordinate_uncertainty_m"
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def geocoder():
    return load_geocoder()


class Child:
    """A forked process that tells through a pipe what it has done."""

    def __init__(self, work):
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            with contextlib.suppress(BaseException):
                os.close(reading)
                work(lambda text: os.write(writing, f"{text}\n".encode()))
                status = 0
            os._exit(status)
        os.close(writing)
        self._pipe = reading

    def kill(self):
        """Kill -9, and return what it told until then."""
        os.kill(self.pid, signal.SIGKILL)
        return self.told()

    def told(self):
        with os.fdopen(self._pipe) as pipe:
            lines = pipe.read().split()
        _, self.status = os.waitpid(self.pid, 0)
        return lines


def test_kill_9_during_an_import_leaves_all_of_a_file_or_nothing(tmp_path, geocoder):
    path = tmp_path / "store.gpkg"
    chance = random.Random(0)
    store = Store.open(path)
    for name in ("first", "second"):  # the first one warms up
        start = time.monotonic()
        import_file(
            write_rows(tmp_path / f"{name}.csv", name), store, geocoder=geocoder, trusted=True
        )
        duration = time.monotonic() - start
    store.close()
    halves = 0
    for turn in range(TURNS):
        file = write_rows(tmp_path / f"{turn}.csv", f"t{turn}")

        def work(tell, file=file):
            opened = Store.open(path)
            tell("open")
            import_file(file, opened, geocoder=geocoder, trusted=True)
            tell("stored")

        child = Child(work)
        time.sleep(chance.uniform(0.3, 3.0) * duration)
        acknowledged = "stored" in child.kill()
        store = Store.open(path)
        mine = [i for i in store.incidents() if i.incident_id.startswith(f"t{turn}-")]
        assert len(mine) in (0, ROWS)
        assert len(mine) == ROWS or not acknowledged
        halves += len(mine) == 0
        assert verify(store).is_sound
        report = import_file(file, store, geocoder=geocoder, trusted=True)  # the next start works
        assert report.added.new + report.added.same == ROWS
        store.close()
    assert 0 < halves < TURNS  # the kills did fall on both sides of the commit


def test_kill_9_during_an_edit_loses_no_change_that_was_acknowledged(tmp_path, geocoder):
    path = tmp_path / "store.gpkg"
    store = Store.open(path)
    import_file(write_rows(tmp_path / "a.csv", "a", 3), store, geocoder=geocoder, trusted=True)
    store.close()
    chance = random.Random(1)
    number = 0
    for turn in range(TURNS):

        def work(tell, first=turn * 1000):
            editor = Editor(Store.open(path), geocoder)
            for step in range(1, 1000):
                editor.edit("a-0", {"summary": str(first + step)})
                tell(first + step)

        child = Child(work)
        time.sleep(chance.uniform(0.02, 0.25))
        acknowledged = [int(text) for text in child.kill()]
        number = max([number, *acknowledged])
        store = Store.open(path)
        assert int(store.get("a-0").incident.summary or 0) >= number
        assert verify(store).is_sound
        store.close()
    assert number > 0


def test_kill_9_during_a_backup_leaves_a_whole_backup_or_none(tmp_path, geocoder):
    path, copy = tmp_path / "store.gpkg", tmp_path / "copies" / "copy.gpkg"
    store = Store.open(path)
    import_file(write_rows(tmp_path / "a.csv", "a", 400), store, geocoder=geocoder, trusted=True)
    store.close()
    start = time.monotonic()
    backup(path, tmp_path / "timed.gpkg")
    duration = time.monotonic() - start
    chance = random.Random(2)
    made = 0
    for _ in range(TURNS):

        def work(tell):
            while True:
                backup(path, copy)
                tell("done")

        child = Child(work)
        time.sleep(chance.uniform(0.0, 4.0) * duration)
        acknowledged = child.kill()
        made += len(acknowledged)
        if acknowledged or copy.exists():
            assert verify_file(copy).versions == 400
            assert verify_file(copy).is_sound
        assert verify_file(path).is_sound
    assert made > 0
    backup(path, copy)
    assert not list(copy.parent.glob(".*.part*"))  # what a killed backup left is cleaned up


def test_two_processes_import_while_a_third_reads_and_nobody_is_locked_out(tmp_path, geocoder):
    path = tmp_path / "store.gpkg"
    Store.open(path).close()
    files = {
        name: [write_rows(tmp_path / f"{name}{k}.csv", f"{name}{k}") for k in range(6)]
        for name in ("one", "two")
    }

    def importer(name):
        def work(tell):
            store = Store.open(path)
            for file in files[name]:
                start = time.monotonic()
                import_file(file, store, geocoder=geocoder, trusted=True)
                tell(time.monotonic() - start)

        return work

    children = [Child(importer(name)) for name in files]
    store = Store.open(path)
    counts = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not counts or counts[-1] < 12 * ROWS):
        counts.append(len(store.frame()))
    told = [float(text) for child in children for text in child.told()]
    assert [child.status for child in children] == [0, 0]
    assert len(told) == 12
    assert max(told) < 10
    assert counts[-1] == 12 * ROWS
    assert all(count % ROWS == 0 for count in counts)  # a reader never sees half a file
    assert verify(store).is_sound
    store.close()


FULL_DISK = """
    import sys
    from pathlib import Path
    from dashboard.loading import load_border, load_geocoder
    from incidents.errors import IncidentsError
    from incidents.export import export
    from incidents.integrity import backup, verify
    from incidents.pipeline import import_file
    from incidents.store import Store
    small, files = Path(sys.argv[1]), Path(sys.argv[2])
    out = small / "out.parquet"
    out.write_text("what was there before")
    store = Store.open(small / "store.gpkg")
    first = import_file(files / "few.csv", store, geocoder=load_geocoder(), trusted=True)
    rows = store.table()
    def refused(work):
        try:
            work()
        except IncidentsError as error:
            print("refused:", error)
        else:
            print("NOT REFUSED")
    big = files / "many.csv"
    refused(lambda: import_file(big, store, geocoder=load_geocoder(), trusted=True))
    print("whole:", store.table().equals(rows), verify(store).is_sound)
    try:
        for number in range(400):
            (small / f"filler{number}").write_bytes(b"x" * 10_000)
    except OSError:
        pass
    refused(lambda: backup(small / "store.gpkg", small / "copy.gpkg"))
    many = Store.open(files / "many.gpkg")
    import_file(big, many, geocoder=load_geocoder(), trusted=True)
    refused(lambda: export(many.table(), out, load_border()))
    print("kept:", out.read_text())
    print("left over:", sorted(p.name for p in small.iterdir() if p.name.startswith(".")))
"""


def _in_small_space(script, folder):
    """The command that runs a script with a tiny disk in `folder`, or with a limit on files."""
    python = [sys.executable, "-c", script, str(folder), str(folder.parent)]
    mount = f'mount -t tmpfs -o size=2m none "{folder}" && exec "$@"'
    for namespace in (["unshare", "-m"], ["unshare", "-rm"]):
        try:
            trial = subprocess.run([*namespace, "sh", "-c", mount, "sh", "true"], check=False,
                                   capture_output=True)  # fmt: skip
        except FileNotFoundError:
            break
        if trial.returncode == 0:
            return [*namespace, "sh", "-c", mount, "sh", *python]
    return ["sh", "-c", 'ulimit -f 1500; trap "" XFSZ; exec "$@"', "sh", *python]


def test_a_full_disk_is_told_and_the_old_data_stays_whole(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    write_rows(tmp_path / "few.csv", "few", 20)
    write_rows(tmp_path / "many.csv", "many", 4000)
    script = textwrap.dedent(FULL_DISK)
    done = subprocess.run(
        _in_small_space(script, folder), capture_output=True, text=True, check=False, timeout=110
    )
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith("refused:")]) == 3, done.stderr
    assert "nothing was stored" in lines[0]
    assert "space" in lines[0]
    assert "whole: True True" in lines
    assert "kept: what was there before" in lines
    assert "left over: []" in lines


def test_a_folder_that_cannot_be_written_opens_for_reading_and_says_why(geocoder):
    folder = Path(tempfile.mkdtemp(prefix="sarhad-read-only-"))
    path = folder / "store.gpkg"
    store = Store.open(path)
    import_file(write_rows(folder / "a.csv", "a"), store, geocoder=geocoder, trusted=True)
    store.close()
    folder.chmod(0o555)
    path.chmod(0o444)

    def work(tell):
        if os.getuid() == 0:  # root may write everywhere
            os.setgid(65534)
            os.setuid(65534)
        opened = Store.open(path)
        tell(f"read:{len(opened.incidents())}")
        tell("only" if "cannot be written" in opened.read_only else "writable")
        try:
            Editor(opened, geocoder).edit("a-0", {"summary": "x"})
        except StoreError:
            tell("refused")
        try:
            Store.open(folder / "new.gpkg")
        except StoreError as error:
            tell("told" if "new.gpkg" in str(error) else "silent")

    try:
        assert Child(work).told() == [f"read:{ROWS}", "only", "refused", "told"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
