/** What is asked of the server that wrote the page: to write an offered edit, to run a flow with other options. */
import type { Applied, ApplyRequest, FlowPart, Refused, SimulateRequest, Source, TextEdit } from "../data/payloads";
import { partOf } from "../data/facet";
import { Notices } from "../data/shapes";
import { named } from "../data/text";

/** The answer, or why there is none, as a sentence. */
export type Outcome<T> = { readonly answer: T } | { readonly refused: string };

async function post<T>(path: string, body: object): Promise<Outcome<T>> {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const value = (await answer.json()) as T | Refused;
    if (answer.ok) return { answer: value as T };
    return { refused: named((value as Refused).error ?? `The server refused it (${answer.status}).`) };
  } catch {
    return { refused: "The server does not answer. Nothing was done; try again when the connection is back." };
  }
}

/** The edits, and the texts that they were made for. */
export function applyRequest(edits: readonly TextEdit[], sources: readonly Source[]): ApplyRequest {
  const hashes = new Map(sources.map((source) => [source.path, source.sha256]));
  const paths = [...new Set(edits.map((edit) => edit.path))];
  return { edits, sha256: Object.fromEntries(paths.map((path) => [path, hashes.get(path) ?? ""])) };
}

export const apply = (edits: readonly TextEdit[], sources: readonly Source[]): Promise<Outcome<Applied>> => post("/apply", applyRequest(edits, sources));

export async function simulate(request: SimulateRequest): Promise<Outcome<FlowPart>> {
  const outcome = await post<unknown>("/simulate", request);
  return "answer" in outcome ? { answer: partOf(outcome.answer, new Notices()) } : outcome;
}
