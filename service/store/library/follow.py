"""Following the versions that other workers publish: a thread that looks each second."""

import logging
import threading

from ingest.disk.folder import DataFolder
from ingest.errors import LibraryBusy, WalkalongError
from service.settings import Settings
from service.store.library.change import is_shared
from service.store.library.rows import LibraryRows
from service.store.library.versions import fetch_newest

SECONDS_BETWEEN = 1.0
"""A new report is then seen within seconds; one look is a millisecond of the database."""
log = logging.getLogger(__name__)


class LibraryFollower:
    """Keeps the data folder of one worker at the newest version of a shared library; does nothing for others."""

    def __init__(self, settings: Settings) -> None:
        self._data = DataFolder(settings.data_dir)
        self._closing = threading.Event()
        self._looking = threading.Lock()
        self._said = ""
        self._rows = LibraryRows(settings.database_url or "") if is_shared(settings) else None
        self._thread = threading.Thread(target=self._work, name="library", daemon=True)

    def start(self) -> None:
        """Begin."""
        if self._rows:
            self._thread.start()

    def close(self) -> None:
        """Stop, after a version that is being copied."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._rows:
            self._rows.close()

    def look(self) -> None:
        """Fetch the newest version, if it is not there. What goes wrong is logged, once for each reason."""
        if self._rows is None:
            return
        with self._looking:
            try:
                fetch_newest(self._rows, self._data)
                self._said = ""
            except LibraryBusy:
                pass  # an ingestion here fetches it itself
            except WalkalongError as error:
                if error.message != self._said:
                    log.warning("The newest library could not be fetched: %s", error.message)
                self._said = error.message

    def _work(self) -> None:
        while not self._closing.wait(SECONDS_BETWEEN):
            self.look()
