/** One message of the server, and where it stands among the others. */
import type { Message } from "./payloads";
import { isObject } from "./shapes";

export interface Position {
  readonly epoch: string;
  readonly sequence: number;
}

/** `7f3a-42`; null for what is no position. */
export function positionOf(id: string): Position | null {
  const found = /^(.+)-(\d{1,15})$/.exec(id);
  return found === null ? null : { epoch: found[1]!, sequence: Number(found[2]) };
}

/** A message of this version; null for anything else. */
export function messageOf(data: string): Message | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) && value["format"] === "moment.live/1" ? (value as unknown as Message) : null;
  } catch {
    return null;
  }
}
