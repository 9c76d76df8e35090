/** Gzip, expanded whole and stopped where it would fill the memory. */
export const MOST_EXPANDED = 1024 ** 3;

/** The bytes, or why there are none: more than `most`, or no gzip. */
export async function unpack(packed: Uint8Array, most = MOST_EXPANDED): Promise<Uint8Array | "too big" | "broken"> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > most) {
        await reader.cancel();
        return "too big";
      }
      parts.push(next.value);
    }
  } catch {
    return "broken";
  }
  return joined(parts);
}

/** What the first bytes of something packed unpack to; what cannot be unpacked is left out. */
export async function beginning(packed: Uint8Array): Promise<Uint8Array> {
  const stream = new DecompressionStream("gzip");
  const reader = stream.readable.getReader();
  // The stream is never closed: a beginning would be told as broken, and what was unpacked would be lost.
  const written = stream.writable.getWriter().write(packed as Uint8Array<ArrayBuffer>).catch(() => {});
  const parts: Uint8Array[] = [];
  for (;;) {
    // Once all is written every part lies ready, and a part that lies ready comes before the end.
    const next = await Promise.race([reader.read().catch(() => undefined), written.then(() => undefined)]);
    if (next === undefined || next.done) break;
    parts.push(next.value);
  }
  void reader.cancel().catch(() => {});
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
