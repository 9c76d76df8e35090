/** Text and bytes: the two classes every host of this code has, named here so that no browser types are needed. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

const lenient = new TextDecoder();
const encoder = new TextEncoder();

/** Bytes that are no UTF-8 become the sign for what is lost. */
export const textOf = (bytes: Uint8Array): string => lenient.decode(bytes);
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** How many bytes the first `length` units of a text take. */
export function byteLength(text: string, length = text.length): number {
  let bytes = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return bytes;
}
