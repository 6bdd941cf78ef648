"""The reports of a library while an ingestion changes it, by file and by id, and which id a new file gets."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.library.manifest import CatalogueEntry
from ingest.meaning.details import make_slug


class Catalogue:
    """Entries, each with a source and an id of its own."""

    def __init__(self, entries: Iterable[CatalogueEntry] = ()) -> None:
        self._by_source: dict[str, CatalogueEntry] = {}
        self._sources: dict[str, str] = {}
        self._claimed: dict[str, str] = {}
        for entry in entries:
            self.put(entry)

    def __iter__(self) -> Iterator[CatalogueEntry]:
        """The entries by id."""
        return iter(sorted(self._by_source.values(), key=lambda entry: entry.details.id))

    def of_source(self, source: str) -> CatalogueEntry | None:
        """The entry of a file, by its full name."""
        return self._by_source.get(source)

    def of_id(self, report_id: str) -> CatalogueEntry | None:
        """The entry with an id."""
        source = self._sources.get(report_id)
        return None if source is None else self._by_source[source]

    def put(self, entry: CatalogueEntry) -> None:
        """Add an entry; those with its source or its id give way."""
        self.remove(entry.source)
        if namesake := self.of_id(entry.details.id):
            self.remove(namesake.source)
        self._by_source[entry.source] = entry
        self._sources[entry.details.id] = entry.source

    def remove(self, source: str) -> CatalogueEntry | None:
        """Take out the entry of a file, if there is one."""
        entry = self._by_source.pop(source, None)
        if entry:
            del self._sources[entry.details.id]
        return entry

    def choose_id(self, path: Path, said: Mapping[str, Any], before: CatalogueEntry | None) -> dict[str, Any]:
        """What `reports.toml` says of a file, with an id where the one of its name is another report's.

        A file keeps the id that it has. Of files with one name in several folders the first has that name's id, and
        others have their folder's name before it. Two in one folder (`a.pdf` and `a.docx`) are left to clash: they
        are most likely one report.
        """
        if "id" in said:
            return dict(said)
        own = make_slug(path.stem)
        in_folder = make_slug(f"{path.parent.name} {path.stem}")
        certain = f"{in_folder}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"
        kept = before.details.id if before else ""
        chosen = kept if kept in (own, in_folder, certain) else ""
        for wanted in (own, in_folder, certain):
            holder = self._find_holder(wanted, path, before)
            if not chosen and (holder is None or holder.parent == path.parent):
                chosen = wanted
        self._claimed[chosen] = str(path)
        return dict(said) if chosen == own else {**said, "id": chosen}

    def _find_holder(self, report_id: str, path: Path, before: CatalogueEntry | None) -> Path | None:
        """The other file that has the id, or is about to have it, and is still there."""
        own = (str(path), before.source if before else None)
        holders = (self._claimed.get(report_id), self._sources.get(report_id))
        return next(
            (Path(each) for each in holders if each and each not in own and Path(each).exists()), None
        )
