from pathlib import Path

import pytest

from ingest.errors import SettingsError
from service.settings import Settings, load_settings, unknown_variables

KEY = "k" * 24


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.chat_model is None


def test_arguments_win_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "walkalong.toml"
    file.write_text('port = 1\nhost = "127.0.0.9"\nchat_max_tokens = 99\n')
    monkeypatch.setenv("WALKALONG_CONFIG", str(file))
    monkeypatch.setenv("WALKALONG_PORT", "2")
    monkeypatch.setenv("WALKALONG_HOST", "127.0.0.2")
    settings = load_settings(port=3, host=None)
    assert (settings.port, settings.host, settings.chat_max_tokens) == (3, "127.0.0.2", 99)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", r"port \(WALKALONG_PORT\)"),
        ("CHUNK_TOKENS", "7", "chunk_tokens"),
        ("CHAT_TIMEOUT_SECONDS", "0", "chat_timeout_seconds"),
        ("API_KEYS", "short", "16 characters"),
        ("CONFIG", "nowhere.toml", "nowhere.toml"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"WALKALONG_{name}", value)
    with pytest.raises(SettingsError, match=said):
        load_settings()


@pytest.mark.parametrize("text", ["colour = 1", "port = ", "api_keys = 5"])
def test_a_wrong_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    (tmp_path / "w.toml").write_text(text)
    monkeypatch.setenv("WALKALONG_CONFIG", str(tmp_path / "w.toml"))
    with pytest.raises(SettingsError):
        load_settings()


def test_keys_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKALONG_API_KEYS", f"{KEY},short-secret")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "short-secret" not in str(caught.value)
    assert KEY not in repr(Settings.model_validate({"api_keys": (KEY,)}))


def test_keys_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKALONG_API_KEYS", f"{KEY}, {KEY}x")
    assert [key.get_secret_value() for key in load_settings().api_keys] == [KEY, f"{KEY}x"]


def test_what_is_no_address_of_a_proxy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKALONG_PROXY_ADDRESSES", "10.0.0.1, proxy.example")
    with pytest.raises(SettingsError, match=r"proxy\.example"):
        load_settings()
    monkeypatch.setenv("WALKALONG_PROXY_ADDRESSES", "10.0.0.1, 10.1.0.0/16")
    assert load_settings().proxy_addresses == ("10.0.0.1", "10.1.0.0/16")


def test_misspelt_variables_are_found() -> None:
    names = ["WALKALONG_DATADIR", "WALKALONG_DATA_DIR", "WALKALONG_TEST_SHARED", "PATH"]
    assert unknown_variables(names) == ("WALKALONG_DATADIR",)
