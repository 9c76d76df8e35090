/** Asks the engine: in a worker made from the page's own text, or in slices on the page where there are no workers. */
import type { Answer, Request } from "./engine";
import type { Engine, Question, Reply } from "./worker";

/** The engine's part of the page, a function that the build puts before the page: called, it is the module `worker`. */
declare const facetEngine: () => { readonly Engine: new () => Engine; serve(): void };

export interface Asking {
  ask(request: Request): Promise<Answer>;
  /** Why the page does the work itself; null when a worker does. */
  readonly without: string | null;
}

/** Trusted Types, where the browser has them. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** `changed` is called when the page has to do the work after all. */
export function thread(changed: (without: string) => void): Asking {
  if (typeof Worker === "undefined") return onThePage("This browser has no workers", changed);
  try {
    const url = URL.createObjectURL(new Blob([`(${facetEngine})().serve()`], { type: "text/javascript" }));
    const worker = new Worker(trusted(url));
    URL.revokeObjectURL(url);
    return asking(worker, changed);
  } catch {
    return onThePage("This page may start no worker", changed);
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
function asking(worker: Worker, changed: (without: string) => void): Asking {
  const waiting = new Map<number, { readonly request: Request; answered(answer: Answer): void }>();
  let page: Asking | null = null;
  let loaded: Request | null = null;
  let next = 0;
  worker.addEventListener("message", (event: MessageEvent<Reply>) => {
    waiting.get(event.data.id)?.answered(event.data.answer);
    waiting.delete(event.data.id);
  });
  worker.addEventListener("error", () => {
    worker.terminate();
    page ??= onThePage("The worker could not start", changed);
    const first = waiting.values().next().value?.request.kind;
    if (loaded !== null && first !== "load") void page.ask(loaded);
    for (const { request, answered } of waiting.values()) void page.ask(request).then(answered);
    waiting.clear();
  });
  return {
    get without() {
      return page?.without ?? null;
    },
    ask(request) {
      if (page !== null) return page.ask(request);
      if (request.kind === "load") loaded = request;
      return new Promise((answered) => {
        next += 1;
        waiting.set(next, { request, answered });
        worker.postMessage({ id: next, request } satisfies Question);
      });
    },
  };
}

/** One question after the other; between two slices of work the page draws and hears keys. */
function onThePage(without: string, changed: (without: string) => void): Asking {
  const engine = new (facetEngine().Engine)();
  let before: Promise<unknown> = Promise.resolve();
  changed(without);
  return {
    without,
    ask(request) {
      const answer = before.then(async () => {
        const work = engine.work(request);
        for (let slice = work.next(); ; slice = work.next()) {
          if (slice.done) return slice.value;
          await new Promise((later) => setTimeout(later));
        }
      });
      before = answer;
      return answer;
    },
  };
}
