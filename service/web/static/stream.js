/** Server-sent events over fetch: pieces of the network in, whole events out. */

/**
 * Yield each event with its data; an event that was cut off is not yielded, nor are the comments that keep a line open.
 * @param {Response} response
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* events(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (waiting + value).split("\n\n");
      waiting = blocks.pop() ?? "";
      for (const block of blocks) if (!block.startsWith(":")) yield parsed(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** @param {string} block */
function parsed(block) {
  const lines = block.split("\n");
  const field = (/** @type {string} */ name) =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
  return { name: field("event"), data: JSON.parse(field("data")) };
}
