"""Makes the chat model that the settings name, of any provider that LangChain knows: the home of `init_chat_model`.

LangChain is imported when a model is made and not before: that takes a second or two.
"""

from typing import TYPE_CHECKING, Any

from ingest.errors import SettingsError
from service.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROVIDERS = {"azure": "azure_openai", "bedrock": "bedrock_converse", "google": "google_genai"}
"""Short names of providers -> LangChain's; every other name is LangChain's own."""
EXTRAS = {
    "anthropic": "anthropic",
    "bedrock_converse": "bedrock",
    "google_genai": "google",
}
"""LangChain's name of a provider -> the extra of this package that brings what it needs."""


def make_chat_model(settings: Settings) -> "BaseChatModel":
    """Make the configured model without calling it. Raises SettingsError.

    The provider is `chat_provider`, or what stands before the colon in the model's name. A server of one's own whose
    model has no such name is spoken to as OpenAI is.
    """
    for provider, name in _choose_providers(settings):
        model = _make_model(provider, name, settings)
        if model is not None:
            return model
    message = (
        f"WALKALONG_CHAT_MODEL is {settings.chat_model or ''!r}; write provider:model, for example "
        "openai:gpt-4.1-mini, or set WALKALONG_CHAT_PROVIDER (openai, azure, anthropic, bedrock, google, or another "
        "name of LangChain's), or with WALKALONG_CHAT_BASE_URL the name that the server has for it."
    )
    raise SettingsError(message)


def _choose_providers(settings: Settings) -> list[tuple[str, str]]:
    """The provider and the name of the model; where the name can be read in two ways, both."""
    name = settings.chat_model or ""
    before, _, rest = name.partition(":")
    if settings.chat_provider:
        own = rest if before == settings.chat_provider else name
        return [(settings.chat_provider, own)] if own else []
    choices = [(before, rest)] if rest else []
    if name and settings.chat_base_url:
        choices.append(("openai", name))
    return choices


def _make_model(provider: str, name: str, settings: Settings) -> "BaseChatModel | None":
    """The provider's model, None if LangChain knows no such provider. Raises SettingsError."""
    from langchain.chat_models import init_chat_model  # takes most of a second, with the provider's package

    full = PROVIDERS.get(provider, provider)
    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=full, **_choose_options(full, name, settings)
        )
    except ValueError as problem:
        if str(problem).startswith("Unsupported provider"):
            return None
        raise _explain_unusable(settings, problem) from None
    except ImportError as problem:
        raise _explain_missing(settings, full, problem) from None
    except Exception as problem:  # noqa: BLE001 - each provider package raises its own kinds
        raise _explain_unusable(settings, problem) from None
    changes: dict[str, object] = {}
    if not (getattr(model, "profile", None) or {}).get("temperature", True):
        changes["temperature"] = None
    if "stream_usage" in type(model).model_fields:
        # LangChain leaves it out for servers at an address of their own; those in use count too or ignore it.
        changes["stream_usage"] = True
    return model.model_copy(update=changes) if changes else model


def _choose_options(provider: str, name: str, settings: Settings) -> dict[str, Any]:
    """What the provider's class is made with, in the names that it has for it."""
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else None
    if settings.chat_base_url and provider != "bedrock_converse":
        # A server of one's own never gets the key that the environment holds for the provider. Bedrock signs requests
        # and sends no key.
        key = key or "none"
    options = {
        "temperature": 0,
        "timeout": settings.chat_timeout_seconds,
        "max_tokens": settings.chat_max_tokens,
        "max_retries": 2,
        "api_key": key,
        "base_url": settings.chat_base_url,
    }
    if provider == "azure_openai":
        options |= {"azure_endpoint": options.pop("base_url"), "azure_deployment": name}
    return {option: value for option, value in options.items() if value is not None}


def _explain_missing(settings: Settings, provider: str, problem: ImportError) -> SettingsError:
    """Name the extra that brings the provider's package, or in the provider's own words the package."""
    extra = EXTRAS.get(provider)
    if extra is None:
        return _explain_unusable(settings, problem)
    message = (
        f"The chat model {settings.chat_model!r} needs a package that is not installed. "
        f"Run `pip install 'walkalong[{extra}]'`."
    )
    return SettingsError(message)


def _explain_unusable(settings: Settings, problem: Exception) -> SettingsError:
    """Keep the provider's own words: they name the package to install or the key to set."""
    words = str(problem)
    if settings.chat_api_key:
        words = words.replace(settings.chat_api_key.get_secret_value(), "***")
    return SettingsError(f"The chat model {settings.chat_model!r} can't be used: {words}")
