"""The house rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    p for name in ("dashboard", "geodata", "incidents") for p in ROOT.glob(f"{name}/**/*.py")
)
STREAMLIT_MODULES = {"app.py", "state.py", "incident_map.py"}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_map_builder_knows_folium_and_only_pages_know_streamlit(path):
    names = imported(path)
    if path.name != "incident_map.py":
        assert not names & {"folium", "branca", "streamlit_folium"}
    if "streamlit" in names:
        assert path.parent.name == "pages" or path.name in STREAMLIT_MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_input_is_never_checked_by_an_assertion(path):
    if path.name == "build.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Assert)]


def test_session_state_is_touched_in_one_module_only():
    touching = {p.name for p in MODULES if "session_state" in p.read_text("utf-8")}
    assert touching == {"state.py"}


def test_each_package_exports_a_dozen_names_at_most():
    for package in ("dashboard", "geodata", "incidents"):
        tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
        exported = [
            len(node.value.elts)
            for node in tree.body
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        ]
        assert all(count <= 12 for count in exported)


def test_lock_files_pin_every_version_and_name_no_host():
    for name in ("requirements.txt", "requirements-test.txt"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert len(lines) > 20
        assert not [line for line in lines if "://" in line or line.startswith("-")]
        assert not [line for line in lines if not re.match(r"^[\w.\-\[\]]+==\S+( ;.*)?$", line)]


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^make (\w+)", readme, re.MULTILINE))
    assert targets == {"run", "test"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
