/** What the server says while a file is edited: in order, without gaps, whatever the connection does. */
import { bundleOf, partOf } from "./facet";
import { withBase, withFlow, withoutFlows } from "./patch";
import { messageOf, positionOf, type Position } from "./messages";
import type { Bundle, DiagnosticsMessage, Held, Live, Message, Patch, Snapshot } from "./payloads";
import { Notices } from "./shapes";

/** What the page lends: a stream, blobs, a clock. All of it can be stood in for. */
export interface Host {
  /** Opens the stream; the answer closes it. */
  readonly connect: (url: string, on: Listener) => () => void;
  /** The JSON at an address; null when it is no longer kept. */
  readonly fetch: (path: string) => Promise<unknown>;
  readonly later: (milliseconds: number, then: () => void) => () => void;
  /** Identifier of the flow that is looked at. */
  readonly shown: () => string | null;
}

export interface Listener {
  readonly opened: () => void;
  /** The stream broke; `forGood` when the browser does not try again. */
  readonly lost: (forGood: boolean) => void;
  readonly message: (id: string, data: string) => void;
}

export type Phase = "live" | "lost" | "paused";

export interface LiveState {
  readonly bundle: Bundle;
  readonly phase: Phase;
  readonly held: readonly Held[];
  readonly working: ReadonlySet<string>;
  /** Flows that the specification no longer has; the one that is looked at stays readable. */
  readonly gone: ReadonlySet<string>;
  /** The newest thing a person should hear; null for none. */
  readonly said: string | null;
}

const HIDDEN = 5_000;
const AGAIN = 2_000;
const UNKNOWN = "The server said something that this page does not understand.";

/** Follows one server. `changed` is called with the whole state after whatever changes it. */
export class Feed {
  #state: LiveState;
  #position: Position | null;
  /** Hashes of what the bundle holds, and of what is on its way. */
  #base: string;
  readonly #hashes: Map<string, string>;
  #wantedBase: string;
  /** The findings that were heard last. */
  #newest: object | null = null;
  readonly #wanted = new Map<string, string>();
  #close: (() => void) | null = null;
  #timer: (() => void) | null = null;
  /** A snapshot was asked for and has not come. */
  #isResyncing = false;
  /** A blob was gone: in a moment everything is asked for. */
  #isWaiting = false;

  constructor(
    readonly live: Live,
    bundle: Bundle,
    readonly host: Host,
    readonly changed: (state: LiveState) => void,
  ) {
    this.#state = { bundle, phase: "live", held: live.held, working: new Set(), gone: new Set(), said: null };
    this.#position = positionOf(live.after);
    this.#base = this.#wantedBase = live.base;
    this.#hashes = new Map(live.flows.map((flow) => [flow.flowId, flow.hash]));
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Connects where the page, or the last message, left off. */
  start(): void {
    this.#cancel();
    this.#close?.();
    const after = this.#position === null ? "" : `?after=${encodeURIComponent(`${this.#position.epoch}-${this.#position.sequence}`)}`;
    let isOpen = true;
    const close = this.host.connect(`${this.live.url}${after}`, {
      opened: () => isOpen && this.#set({ phase: "live", said: this.#state.phase === "lost" ? "Connected again." : this.#state.said }),
      lost: (forGood) => isOpen && this.#lost(forGood),
      message: (id, data) => isOpen && this.#take(id, data),
    });
    this.#close = () => {
      isOpen = false;
      close();
    };
  }

  stop(): void {
    this.#cancel();
    this.#close?.();
    this.#close = null;
  }

  /** A tab nobody sees lets go of its connection after a while, and catches up when it is shown. */
  visible(isVisible: boolean): void {
    this.#cancel();
    if (isVisible) {
      if (this.#close === null) this.start();
      return;
    }
    this.#timer = this.host.later(HIDDEN, () => {
      this.stop();
      this.#set({ phase: "paused" });
    });
  }

  /** Another flow is looked at: those that are gone and were kept for reading may go. */
  looked(): void {
    const kept = this.host.shown();
    const gone = new Set([...this.#state.gone].filter((flowId) => flowId !== kept));
    if (this.#state.bundle.flows.some((flow) => gone.has(flow.flowId))) this.#set({ bundle: withoutFlows(this.#state.bundle, gone) });
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    this.changed(this.#state);
  }

  #cancel(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #lost(forGood: boolean): void {
    if (this.#state.phase !== "lost") this.#set({ phase: "lost", said: "The connection is lost; trying again. All that is shown stays usable." });
    if (forGood) {
      this.stop();
      this.#timer = this.host.later(AGAIN, () => this.start());
    }
  }

  /** Forgets the position: the server then sends everything by hashes. */
  #resync(): void {
    this.#position = null;
    if (this.#isResyncing) return;
    this.#isResyncing = true;
    this.start();
  }

  #take(id: string, data: string): void {
    const position = positionOf(id);
    const message = messageOf(data);
    if (message === null) return this.#set({ said: UNKNOWN });
    if (message.type === "resync") {
      this.#isResyncing = true;
      return;
    }
    const last = this.#position;
    if (message.type !== "snapshot" && position !== null) {
      if (last === null || position.epoch !== last.epoch || position.sequence > last.sequence + 1) return this.#resync();
      if (position.sequence <= last.sequence) return;
    }
    if (position !== null) this.#position = position;
    this.#obey(message);
  }

  #obey(message: Exclude<Message, { type: "resync" }>): void {
    switch (message.type) {
      case "snapshot":
        return this.#snapshot(message);
      case "patch":
        return void this.#patch(message);
      case "removed":
        return this.#remove(message.flowIds);
      case "diagnostics":
        return void this.#diagnose(message);
      case "recovered":
        return this.#set({
          held: this.#state.held.filter((each) => !message.flowIds.includes(each.flowId)),
          said: `${this.#names(message.flowIds)} can be read again.`,
        });
      case "working":
        return this.#set({ working: new Set([...this.#state.working, ...message.flowIds]) });
    }
  }

  /** Findings point into the texts of their base: both are shown at once. */
  async #diagnose(message: DiagnosticsMessage): Promise<void> {
    this.#newest = message;
    if (message.base !== this.#base) await this.#rebase(message.base);
    if (this.#newest !== message) return;
    this.#set({ bundle: { ...this.#state.bundle, diagnostics: message.diagnostics }, held: message.held, working: new Set() });
  }

  #names(flowIds: readonly string[]): string {
    return flowIds.map((id) => this.#state.bundle.flows.find((flow) => flow.flowId === id)?.name ?? id.replace(/^flow-/, "")).join(", ");
  }

  #remove(flowIds: readonly string[]): void {
    if (flowIds.length === 0) return;
    for (const flowId of flowIds) {
      this.#hashes.delete(flowId);
      this.#wanted.delete(flowId);
    }
    const said = `${this.#names(flowIds)} ${flowIds.length === 1 ? "is" : "are"} no longer in the specification.`;
    const shown = this.host.shown();
    const bundle = withoutFlows(this.#state.bundle, new Set(flowIds.filter((flowId) => flowId !== shown)));
    this.#set({ bundle, gone: new Set([...this.#state.gone, ...flowIds]), working: this.#without(flowIds), said });
  }

  #without(flowIds: readonly string[]): ReadonlySet<string> {
    return new Set([...this.#state.working].filter((flowId) => !flowIds.includes(flowId)));
  }

  /** The flow that is looked at is fetched first. */
  #snapshot(message: Snapshot): void {
    this.#isResyncing = false;
    this.#newest = message;
    const known = new Set(message.flows.map((flow) => flow.flowId));
    this.#set({ bundle: { ...this.#state.bundle, diagnostics: message.diagnostics }, held: message.held, working: new Set() });
    this.#remove([...this.#hashes.keys()].filter((flowId) => !known.has(flowId)));
    const shown = this.host.shown();
    const changed = message.flows.filter((flow) => this.#hashes.get(flow.flowId) !== flow.hash);
    changed.sort((a, b) => Number(b.flowId === shown) - Number(a.flowId === shown));
    if (changed.length === 0 && message.base !== this.#base) void this.#rebase(message.base);
    for (const { flowId, hash } of changed) this.#wanted.set(flowId, hash);
    void (async () => {
      for (const { flowId, hash } of changed) await this.#patch({ flowId, hash, base: message.base, flow: null });
    })();
  }

  /** Takes a blob; when it is no longer kept, everything is asked for anew. */
  async #blob(hash: string): Promise<unknown> {
    const value = await this.host.fetch(`/blob/${encodeURIComponent(hash)}`).catch(() => null);
    if (value === null && !this.#isWaiting) {
      this.#isWaiting = true;
      this.host.later(AGAIN, () => {
        this.#isWaiting = false;
        if (this.#close === null) this.#position = null;
        else this.#resync();
      });
    }
    return value;
  }

  async #rebase(base: string): Promise<boolean> {
    this.#wantedBase = base;
    if (base === this.#base) return true;
    const value = await this.#blob(base);
    if (value === null) return false;
    // A newer one overtook it: what was asked for with this one goes on without it.
    if (this.#wantedBase !== base) return true;
    this.#base = base;
    this.#set({ bundle: withBase(this.#state.bundle, bundleOf(value, new Notices())) });
    return true;
  }

  async #patch(message: Pick<Patch, "flowId" | "hash" | "base" | "flow">): Promise<void> {
    const { flowId, hash } = message;
    this.#wanted.set(flowId, hash);
    // Model and flow are fetched one after the other; a newer patch may overtake both.
    const needsNoFetch = message.base === this.#base && message.flow !== null;
    const value = needsNoFetch || (await this.#rebase(message.base)) ? (message.flow ?? (await this.#blob(hash))) : null;
    if (value === null || this.#wanted.get(flowId) !== hash) return;
    this.#wanted.delete(flowId);
    this.#hashes.set(flowId, hash);
    const part = partOf(value, new Notices());
    if (part.flow.flowId !== flowId) return this.#set({ said: UNKNOWN });
    const gone = new Set([...this.#state.gone].filter((each) => each !== flowId));
    this.#set({ bundle: withFlow(this.#state.bundle, part), gone, working: this.#without([flowId]) });
  }
}
