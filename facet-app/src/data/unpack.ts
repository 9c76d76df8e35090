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
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
