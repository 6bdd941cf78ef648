"""The systemd unit and the container file agree with the code. `make deploy-check` lints them with other tools."""

import configparser
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from service.access.routes import ROUTES
from service.settings import Settings

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "service" / "deploy"
HASHED = ROOT / "requirements-hashed.lock"
PATIENCE = 120.0
"""Seconds: a busy machine is slow, and no test is about time."""
SETTINGS = {f"WALKALONG_{name.upper()}" for name in Settings.model_fields}


def unit() -> dict[str, dict[str, list[str]]]:
    """Section -> directive -> its values, as a directive may come more than once."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in (DEPLOY / "walkalong.service").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(section, {}).setdefault(name, []).append(value)
    return found


def steps() -> list[tuple[str, str]]:
    """The instructions of the container file with what follows them, in their order."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines if line]


def test_the_unit_is_one_that_any_parser_reads() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "walkalong.service", "utf-8")
    assert parser.sections() == ["Unit", "Service", "Install"] == list(unit())


def test_the_unit_sets_only_settings_there_are_and_runs_the_command() -> None:
    service = unit()["Service"]
    names = {value.partition("=")[0] for value in service["Environment"]}
    assert {name for name in names if name.startswith("WALKALONG_")} <= SETTINGS
    assert service["ExecStart"] == ["/opt/walkalong/bin/walkalong serve"]


def test_the_unit_waits_for_the_clock_by_which_old_entries_are_deleted() -> None:
    for relation in ("After", "Wants"):
        assert "time-sync.target" in unit()["Unit"][relation][0].split()


def test_the_unit_keeps_its_data_where_a_restore_can_exchange_the_folder() -> None:
    """Beside the data folder, in the state directory, the service's user may write."""
    service = unit()["Service"]
    [data] = [value for value in service["Environment"] if value.startswith("WALKALONG_DATA_DIR=")]
    state = Path("/var/lib") / service["StateDirectory"][0]
    assert Path(data.partition("=")[2]).parent == state
    assert service["StateDirectoryMode"] == ["0700"]
    assert service["UMask"] == ["0077"]
    assert service["ProtectSystem"] == ["strict"]


def test_the_unit_runs_without_any_right() -> None:
    service = unit()["Service"]
    assert service["CapabilityBoundingSet"] == [""]
    assert service["NoNewPrivileges"] == ["yes"]
    assert service["User"] != ["root"]


def test_the_container_copies_what_is_there_and_all_that_the_wheel_is_made_of() -> None:
    copied = [
        name
        for step, rest in steps()
        if step == "COPY" and not rest.startswith("--from")
        for name in rest.split()[:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"ingest", "service", "eval", "prompts", "corpus", "pyproject.toml", "requirements.lock"} <= set(
        copied
    )


def test_the_container_sets_only_settings_there_are_and_runs_without_rights() -> None:
    found = steps()
    names = {name for step, rest in found if step == "ENV" for name in re.findall(r"(WALKALONG_\w+)=", rest)}
    assert names
    assert names <= SETTINGS
    user = next(number for number, (step, _) in enumerate(found) if step == "USER")
    assert found[user][1] == "10001"
    assert [step for step, _ in found[user + 1 :] if step in ("RUN", "COPY", "USER", "ADD")] == []


def test_the_container_asks_a_route_that_needs_no_key_whether_it_is_well() -> None:
    [check] = [rest for step, rest in steps() if step == "HEALTHCHECK"]
    assert "GET /healthz" in ROUTES
    assert f":{Settings.model_fields['port'].default}/healthz" in check


def test_what_the_container_runs_starts_with_a_key_and_is_found_well(tmp_path: Path) -> None:
    """Its command, environment and health check, without the image; another port, as that may be taken here."""
    found = steps()
    [environment] = [dict(re.findall(r"(\w+)=(\S+)", rest)) for step, rest in found if step == "ENV"]
    [exposed] = [rest for step, rest in found if step == "EXPOSE"]
    assert exposed == str(Settings.model_fields["port"].default)
    command = json.loads(next(rest for step, rest in found if step == "CMD"))
    check = json.loads(next(rest for step, rest in found if step == "HEALTHCHECK").partition("CMD ")[2])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WALKALONG_")},
        **environment,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WALKALONG_DATA_DIR": str(tmp_path / "walkalong"),
        "WALKALONG_PORT": port,
    }
    refused = subprocess.run(
        command, cwd=tmp_path, env=variables, check=False, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "key" in refused.stderr
    added = ["walkalong", "keys", "add", "--role", "admin", "Ada"]
    subprocess.run(added, cwd=tmp_path, env=variables, check=True, capture_output=True)
    asking = [word.replace(f":{exposed}/", f":{port}/") for word in check]
    with subprocess.Popen(command, cwd=tmp_path, env=variables, stderr=subprocess.DEVNULL) as service:
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(asking, env=variables, check=False, capture_output=True).returncode:
            assert service.poll() is None
            assert time.monotonic() < deadline
        service.terminate()


def test_the_container_keeps_its_data_where_a_restore_can_exchange_the_folder() -> None:
    found = steps()
    [volume] = [rest for step, rest in found if step == "VOLUME"]
    [environment] = [rest for step, rest in found if step == "ENV"]
    [data] = re.findall(r"WALKALONG_DATA_DIR=(\S+)", environment)
    assert str(Path(data).parent) == volume


def test_what_is_installed_by_hash_are_the_pinned_versions_with_a_hash_each() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = {name.replace("_", "-") for name in re.findall(r"^[\w.-]+==[^\s;]+", lock, flags=re.MULTILINE)}
    blocks = re.findall(
        r"^([\w.-]+==[^\s;]+)(.*(?:\n    .*)*)", HASHED.read_text("utf-8"), flags=re.MULTILINE
    )
    assert {name for name, _ in blocks} - pinned == set()
    assert [name for name, hashes in blocks if "--hash=sha256:" not in hashes] == []
    assert len(blocks) > 100
