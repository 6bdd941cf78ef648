"""Every error that a person may meet. HTTP statuses are not known here; service/http_errors.py maps them."""

from pathlib import Path


class WalkalongError(Exception):
    """Base of the family: a stable `code` for programs and a message for people.

    The message says what was wrong, with which file or field, and what to do about it.
    """

    code = "internal"
    retryable = False

    @property
    def message(self) -> str:
        """The sentence to show."""
        return str(self)


class InvalidQuestion(WalkalongError):
    """The question can't be taken as it is (empty, too long, control characters)."""

    code = "invalid_question"


class InvalidRequest(WalkalongError):
    """Another field of the request is wrong."""

    code = "invalid_request"


class SettingsError(WalkalongError):
    """A setting is missing, unknown or contradicts another."""

    code = "invalid_settings"


class NotFound(WalkalongError):
    """Nothing is stored under that id."""

    code = "not_found"


class Conflict(WalkalongError):
    """Somebody else changed it first; look at it again before deciding."""

    code = "conflict"


class UnreadableFile(WalkalongError):
    """One file could not be taken in; the others are not affected.

    `reason` is a stable word (`encrypted`, `scanned`, `corrupt`, `empty`, `unknown_format`, `too_large`,
    `too_slow`, `unsafe`, `duplicate`, `missing`), for programs and tests.
    """

    code = "unreadable_file"

    def __init__(self, path: Path | str, reason: str, explanation: str, remedy: str) -> None:
        self.path = Path(path)
        self.reason = reason
        self.explanation = explanation
        self.remedy = remedy
        super().__init__(f"{self.path.name}: {explanation} {remedy}")

    def __reduce__(self) -> tuple[type["UnreadableFile"], tuple[Path, str, str, str]]:
        """Keep the four parts when the error crosses from the reading process."""
        return type(self), (self.path, self.reason, self.explanation, self.remedy)


class LibraryMissing(WalkalongError):
    """Nothing has been ingested into this data folder yet."""

    code = "library_missing"


class LibraryMismatch(WalkalongError):
    """The index was built by another reader, chunker or embedding model than the one now configured."""

    code = "library_mismatch"


class ServiceBusy(WalkalongError):
    """More is asked at once than is worked on at once."""

    code = "busy"
    retryable = True


class LibraryBusy(WalkalongError):
    """Another ingestion holds this data folder."""

    code = "library_busy"
    retryable = True


class StorageError(WalkalongError):
    """The data folder can't be read or written (full, missing, no permission)."""

    code = "storage"
    retryable = True


class ModelUnavailable(WalkalongError):
    """An embedding or chat model can't be reached or loaded."""

    code = "model_unavailable"
    retryable = True


class ModelTimeout(ModelUnavailable):
    """The chat model took longer than its limit."""

    code = "model_timeout"
