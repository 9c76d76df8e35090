/** The thread that explores; it answers every message with one. */
import { Engine, type Answer, type Request } from "./engine";

export interface Question {
  readonly id: number;
  readonly request: Request;
}

export interface Reply {
  readonly id: number;
  readonly answer: Answer;
}

const engine = new Engine();
const port = self as unknown as { postMessage(reply: Reply): void };

self.addEventListener("message", (event: MessageEvent<Question>) => {
  port.postMessage({ id: event.data.id, answer: engine.answer(event.data.request) });
});
