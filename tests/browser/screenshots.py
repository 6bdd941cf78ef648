"""Makes the two pictures of README.md anew: `python -m tests.browser.screenshots`, from `make screenshots`."""

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from ingest.build import ingest
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from tests.serving import served

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "service" / "web" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUESTION = "How did partners build trust?"
SIZE = (1280, 800)
COLOURS = 96
"""By eye: text stays smooth, and a picture stays under 150 kB."""


def main() -> int:
    """Ask over the sample reports, and keep what the window shows of the answer and of an opened passage."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.stderr.write("Pictures of the page need Chromium: apt-get install chromium\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(data_dir=Path(folder))
        ingest([ROOT / "corpus"], settings)
        with served(create_app(settings, Assistant(settings))) as address:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.goto(address)
            page.locator("#question").fill(QUESTION)
            page.keyboard.press("Enter")
            page.locator("article.turn .tools").wait_for()
            page.mouse.move(0, 0)
            keep(page, "answer.png")
            page.locator("article.turn .prose .cite").first.click()
            page.locator("#check .sheet img").evaluate("image => image.decode()")
            keep(page, "passage.png")
            browser.close()
    return 0


def keep(page: Page, name: str) -> None:
    """Keep what the window shows, in few colours."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # what slides in has arrived
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)
    sys.stdout.write(f"{FOLDER.relative_to(ROOT) / name}: {(FOLDER / name).stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
