/** Asks the engine: in a worker made from the page's own text, or on the page where there are no workers. */
import { Engine, type Answer, type Request } from "./engine";
import type { Question, Reply } from "./worker";

declare const WORKER_SOURCE: string | undefined;

export interface Asking {
  ask(request: Request): Promise<Answer>;
  /** Why the page does the work itself; null when a worker does. */
  readonly without: string | null;
}

/** Trusted Types, where the browser has them. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

export function thread(): Asking {
  if (typeof Worker === "undefined" || typeof WORKER_SOURCE === "undefined") return onThePage("This browser has no workers");
  try {
    const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
    const worker = new Worker(trusted(url));
    URL.revokeObjectURL(url);
    return asking(worker);
  } catch {
    return onThePage("This page may start no worker");
  }
}

function trusted(url: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const only = (text: string): string => {
    if (!text.startsWith("blob:")) throw new TypeError("only blob: addresses");
    return text;
  };
  return policies === undefined ? only(url) : policies.createPolicy("facet-worker", { createScriptURL: only }).createScriptURL(url);
}

/** A worker that cannot start is replaced by the page; what was asked of it is asked again. */
function asking(worker: Worker): Asking {
  const waiting = new Map<number, { readonly request: Request; answered(answer: Answer): void }>();
  let page: Engine | null = null;
  let loaded: Request | null = null;
  let without: string | null = null;
  let next = 0;
  worker.addEventListener("message", (event: MessageEvent<Reply>) => {
    waiting.get(event.data.id)?.answered(event.data.answer);
    waiting.delete(event.data.id);
  });
  worker.addEventListener("error", () => {
    worker.terminate();
    without = "The worker could not start";
    page = new Engine();
    if (loaded !== null) page.answer(loaded);
    for (const { request, answered } of waiting.values()) answered(page.answer(request));
    waiting.clear();
  });
  return {
    get without() {
      return without;
    },
    ask(request) {
      if (request.kind === "load") loaded = request;
      if (page !== null) return Promise.resolve(page.answer(request));
      return new Promise((answered) => {
        next += 1;
        waiting.set(next, { request, answered });
        worker.postMessage({ id: next, request } satisfies Question);
      });
    },
  };
}

function onThePage(without: string): Asking {
  const engine = new Engine();
  return { without, ask: (request) => Promise.resolve(engine.answer(request)) };
}
