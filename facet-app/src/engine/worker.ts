/** The engine as a part of its own: the page holds its text once, and runs it in a worker or, where there is none, itself. */
import { Engine, type Answer, type Request } from "./engine";

export { Engine };

export interface Question {
  readonly id: number;
  readonly request: Request;
}

export interface Reply {
  readonly id: number;
  readonly answer: Answer;
}

/** What a worker does with the engine: it answers every message with one. */
export function serve(): void {
  const engine = new Engine();
  const port = self as unknown as { postMessage(reply: Reply): void };
  self.addEventListener("message", (event: MessageEvent<Question>) => {
    port.postMessage({ id: event.data.id, answer: engine.answer(event.data.request) });
  });
}
