"""A PostgreSQL server with PostGIS for the tests: made in a temporary folder, on loopback only."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}


def binary_folder() -> Path | None:
    """Where initdb is, or None where no PostgreSQL is installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))  # noqa: PTH207
    one = found[-1] if found else shutil.which("initdb")
    return Path(one).parent if one else None


@contextmanager
def server():
    """Start a server; yield the address of its databases, without a database's name."""
    binaries = binary_folder()
    if binaries is None:
        msg = "No PostgreSQL here; sh tests/get_postgres.sh installs it"
        raise RuntimeError(msg)
    folder = Path(tempfile.mkdtemp(prefix="sarhad-postgres-"))
    as_owner = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "cwd": folder}
    data = folder / "data"
    port = _free_port()
    subprocess.run(
        [
            binaries / "initdb", "-D", data, "-U", "sarhad", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8",
        ],
        check=True, **_QUIET, **as_owner,
    )  # fmt: skip
    process = subprocess.Popen(
        [
            binaries / "postgres", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1",
            "-c", f"unix_socket_directories={folder}", "-c", "fsync=off",
            "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
        ],
        **_QUIET, **as_owner,
    )  # fmt: skip
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"postgresql+psycopg://sarhad@127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
