"""The tools and resources, used by the SDK's own client: in memory, over HTTP, and over stdio."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from service.assistant import Assistant
from service.mcp.server import ReportServer
from service.settings import Settings
from service.web.app import create_app
from tests.loops import run_apart
from tests.serving import served

QUESTION = "What is the No Wrong Door approach?"


@asynccontextmanager
async def connected(target: Any) -> AsyncIterator[Client]:
    async with Client(target) as client:
        yield client


def text_of(content: Sequence[Any]) -> str:
    """The one text that a tool or a resource gave."""
    return content[0].text


def talk(target: Any, visit: Callable[[Client], Awaitable[None]]) -> None:
    async def main() -> None:
        async with connected(target) as client:
            await visit(client)

    run_apart(main)


@pytest.fixture
def server(sample_assistant: Assistant) -> ReportServer:
    return ReportServer(sample_assistant)


def test_an_answer_comes_as_text_and_as_data(server: ReportServer, sample_assistant: Assistant) -> None:
    async def visit(client: Client) -> None:
        result = await client.call_tool("ask", {"question": QUESTION})
        assert not result.is_error
        text, answer = text_of(result.content), result.structured_content
        assert answer["status"] == "answered"
        assert all(statement["passage_ids"] for statement in answer["statements"])
        assert "[1]" in text
        assert "**Passages**" in text
        for passage in answer["passages"]:
            report = sample_assistant.library.report(passage["report_id"])
            assert report.text[passage["start"] : passage["end"]] == passage["text"]

    talk(server, visit)


def test_earlier_turns_are_the_history(server: ReportServer) -> None:
    history = [{"role": "user", "content": "What is the role of a project lead?"}]

    async def visit(client: Client) -> None:
        result = await client.call_tool("ask", {"question": "And in Stockport?", "history": history})
        assert "project lead" in result.structured_content["standalone_question"]

    talk(server, visit)


def test_reports_are_listed_searched_and_read(server: ReportServer) -> None:
    async def visit(client: Client) -> None:
        filters = {"places": ["stockport"]}
        listed = (await client.call_tool("list_reports", {"filters": filters})).structured_content["reports"]
        assert [entry["id"] for entry in listed if "Stockport" not in entry["places"]] == []
        found = await client.call_tool("search", {"query": "governance", "budget": 500, "filters": filters})
        passage = found.structured_content["passages"][0]
        page = await client.call_tool(
            "read_page", {"report_id": passage["report_id"], "page": passage["page"]}
        )
        assert passage["text"] in text_of(page.content)
        assert page.structured_content["pages"] >= passage["page"]

    talk(server, visit)


def test_every_report_is_a_resource(server: ReportServer, sample_assistant: Assistant) -> None:
    async def visit(client: Client) -> None:
        resources = (await client.list_resources()).resources
        assert {resource.name for resource in resources} == {e.id for e in sample_assistant.library.details}
        whole = await client.read_resource("walkalong://reports/no-wrong-door")
        assert text_of(whole.contents) == sample_assistant.library.report("no-wrong-door").text
        page = await client.read_resource("walkalong://reports/no-wrong-door/pages/1")
        assert text_of(page.contents) in text_of(whole.contents)
        templates = (await client.list_resource_templates()).resource_templates
        assert len(templates) == 2

    talk(server, visit)


def test_all_tools_say_that_they_only_read(server: ReportServer) -> None:
    async def visit(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {"ask", "brief", "search", "check", "list_reports", "read_page"} <= {
            tool.name for tool in tools
        }
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description and tool.output_schema for tool in tools)

    talk(server, visit)


def test_a_brief_comes_as_a_sheet_and_as_data(server: ReportServer, sample_assistant: Assistant) -> None:
    async def visit(client: Client) -> None:
        question = "What helps partners to trust one another?"
        result = await client.call_tool("brief", {"question": question})
        assert not result.is_error
        brief = result.structured_content
        assert brief["status"] in {"evidence", "thin"}
        assert {item["passage_id"] for item in brief["evidence"]} <= {
            each["id"] for each in brief["passages"]
        }
        for passage in brief["passages"]:
            report = sample_assistant.library.report(passage["report_id"])
            assert report.text[passage["start"] : passage["end"]] == passage["text"]
        sheet = text_of(result.content)
        assert question in sheet
        assert brief["passages"][0]["text"].split()[0] in sheet

    talk(server, visit)


def test_a_draft_is_checked_and_told_as_text_and_data(server: ReportServer) -> None:
    async def visit(client: Client) -> None:
        result = await client.call_tool("check", {"text": "Stockport disbanded its Steering Group in 2022."})
        assert "[Supported] Stockport disbanded" in text_of(result.content)
        assert result.structured_content["sentences"][0]["outcome"] == "supported"

    talk(server, visit)


@pytest.mark.parametrize(
    ("tool", "arguments", "complaint"),
    [
        ("check", {"text": "---"}, "no text"),
        ("ask", {"question": "  "}, "question"),
        ("brief", {"question": " "}, "question"),
        ("brief", {"question": QUESTION, "filters": {"reports": ["nowhere"]}}, "nowhere"),
        ("ask", {"question": QUESTION, "filters": {"reports": ["nowhere"]}}, "nowhere"),
        ("ask", {"question": QUESTION, "filters": {"colour": ["red"]}}, "colour"),
        ("read_page", {"report_id": "nowhere"}, "nowhere"),
        ("read_page", {"report_id": "no-wrong-door", "page": 999}, "has pages 1 to"),
        ("search", {"query": "trust", "budget": 1}, "budget"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(
    server: ReportServer, tool: str, arguments: dict[str, Any], complaint: str
) -> None:
    async def visit(client: Client) -> None:
        result = await client.call_tool(tool, arguments)
        assert result.is_error
        assert complaint in text_of(result.content)

    talk(server, visit)


def test_a_report_that_is_not_there_is_no_resource(server: ReportServer) -> None:
    async def visit(client: Client) -> None:
        for missing in ("nowhere", "no-wrong-door/pages/999"):
            with pytest.raises(MCPError, match=r"nowhere|has pages"):
                await client.read_resource(f"walkalong://reports/{missing}")

    talk(server, visit)


def test_without_a_library_tools_say_what_to_do(tmp_path: Path) -> None:
    async def visit(client: Client) -> None:
        assert (await client.list_resources()).resources == []
        result = await client.call_tool("ask", {"question": QUESTION})
        assert result.is_error
        assert "walkalong ingest" in text_of(result.content)

    talk(ReportServer(Assistant(Settings(data_dir=tmp_path))), visit)


def test_the_same_is_served_over_http(sample_settings: Settings, sample_assistant: Assistant) -> None:
    async def visit(client: Client) -> None:
        result = await client.call_tool("ask", {"question": QUESTION})
        assert result.structured_content["status"] == "answered"
        assert result.structured_content["passages"][0]["url"].startswith("/v1/reports/")
        assert (await client.list_resources()).resources

    with served(create_app(sample_settings, sample_assistant)) as address:
        talk(f"{address}/mcp", visit)


def test_the_same_is_served_over_stdio(sample_settings: Settings) -> None:
    async def visit(client: Client) -> None:
        result = await client.call_tool("list_reports", {})
        assert len(result.structured_content["reports"]) == 4

    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from service.cli.main import main; main(['mcp'])"],
        env=os.environ | {"WALKALONG_DATA_DIR": str(sample_settings.data_dir)},
    )
    talk(stdio_client(parameters), visit)
