import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableFile
from service.upkeep.archive import FORMAT, LISTING, Contents, is_safe_name, open_archive, write_archive

TEXTS = {"uploads/a.md": b"# A\n" * 400, "records/b.npz": bytes(range(256))}
HOSTILE = (
    "../evil",
    "uploads/../../evil",
    "/etc/evil",
    "uploads//evil",
    "./evil",
    "..",
    "C:/evil",
    "uploads\\..\\evil",
    "uploads/evil\n",
    "uploads/",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    with path.open("wb") as file, write_archive(file) as writer:
        for name, content in TEXTS.items():
            writer.add_bytes(name, content, 10**18)
        writer.finish(
            Contents(FORMAT, "0.1.0", "2026-01-01T00:00:00+00:00", "/data", None, dict(writer.files))
        )
    return path


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The archive after a change of its members, which are then stored as they are."""
    with zipfile.ZipFile(archive) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


def listing(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], object]:
    """A change of the members that changes the list."""

    def changed(members: dict[str, bytes]) -> None:
        said = json.loads(members[LISTING])
        change(said)
        members[LISTING] = json.dumps(said).encode()

    return changed


def extract(path: Path, folder: Path) -> None:
    folder.mkdir()
    with open_archive(path) as archive:
        archive.extract(folder)


def test_what_is_put_in_comes_out(archive: Path, tmp_path: Path) -> None:
    extract(archive, tmp_path / "out")
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*.*")
    }
    assert found == TEXTS
    with open_archive(archive) as opened:
        assert opened.contents.size == sum(map(len, TEXTS.values()))


def test_every_byte_that_is_changed_is_noticed_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    refused = 0
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        broken = tmp_path / "broken.zip"
        broken.write_bytes(changed)
        out = tmp_path / f"out{place}"
        try:
            extract(broken, out)
        except UnreadableFile:
            refused += 1
        else:
            assert {name: (out / name).read_bytes() for name in TEXTS} == TEXTS, place
    assert refused > len(whole) / 7 / 2


def test_an_archive_that_ends_early_is_refused(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        archive.write_bytes(whole[:length])
        with pytest.raises(UnreadableFile, match="not a whole ZIP"):
            extract(archive, tmp_path / f"out{length}")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_would_lie_elsewhere_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    assert not is_safe_name(name)

    def add(members: dict[str, bytes]) -> None:
        members[name] = b"x"

    with pytest.raises(UnreadableFile) as refused:
        extract(rewritten(archive, add), tmp_path / "out")
    assert refused.value.reason == "unsafe"
    assert list((tmp_path / "out").iterdir()) == []
    assert not list(tmp_path.glob("evil*"))


def test_a_link_in_an_archive_is_a_file_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "links.zip"
    buffer = io.BytesIO()
    with write_archive(buffer) as writer:
        writer.add_bytes("uploads/link", b"/etc/passwd", 0)
        contents = Contents(FORMAT, "0.1.0", "2026-01-01", "/data", None, dict(writer.files))
        writer.finish(contents)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        link = zipfile.ZipInfo("uploads/link")
        link.external_attr = 0o120777 << 16
        new.writestr(link, old.read("uploads/link"))
        new.writestr(LISTING, old.read(LISTING))
    extract(path, tmp_path / "out")
    assert not (tmp_path / "out" / "uploads" / "link").is_symlink()
    assert (tmp_path / "out" / "uploads" / "link").read_bytes() == b"/etc/passwd"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: members.pop(LISTING), "no backup of Walkalong"),
        (lambda members: members.pop("uploads/a.md"), "not those that its list names"),
        (lambda members: members.update({"uploads/more.md": b""}), "not those that its list names"),
        (lambda members: members.update({"uploads/a.md": b"# A\n"}), "not the sizes"),
        (lambda members: members.update({"uploads/a.md": b"# B\n" * 400}), "uploads/a.md is not as it was"),
        (lambda members: members.update({LISTING: b"[]"}), "can't be understood"),
        (lambda members: members.update({LISTING: b"\xff"}), "can't be understood"),
        (listing(lambda said: said.pop("files")), "can't be understood"),
        (listing(lambda said: said.update(format=FORMAT + 1)), "another form"),
    ],
)
def test_an_archive_that_is_not_what_it_says_is_refused(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], object], words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        extract(rewritten(archive, change), tmp_path / "out")


def test_a_file_that_unpacks_to_more_than_is_listed_is_not_unpacked(archive: Path, tmp_path: Path) -> None:
    """A small archive of very many equal bytes, whose list and directory claim few."""
    path = tmp_path / "bomb.zip"
    with path.open("wb") as file, write_archive(file) as writer:
        writer.add_bytes("uploads/a.md", b"0" * 50_000_000, 0)
        contents = Contents(FORMAT, "0.1.0", "2026-01-01", "/data", None, dict(writer.files))
        writer.finish(contents)
    honest = (50_000_000).to_bytes(4, "little")
    lying = path.read_bytes().replace(honest, (10).to_bytes(4, "little"))
    path.write_bytes(lying.replace(b"50000000", b"10      "))
    with pytest.raises(UnreadableFile):
        extract(path, tmp_path / "out")
    written = sum(each.stat().st_size for each in (tmp_path / "out").rglob("*") if each.is_file())
    assert written < 5_000_000


def test_what_is_missing_or_no_archive_at_all_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not there"):
        extract(tmp_path / "none.zip", tmp_path / "out")
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(UnreadableFile, match="not a whole ZIP"):
        extract(tmp_path / "text.zip", tmp_path / "out2")
