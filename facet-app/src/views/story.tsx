/** What the story views are made of: links to steps and runs, sections, a button that copies. */
import type { ComponentChildren } from "preact";
import { safe } from "../parts/verdict";
import { select, spoken, step } from "../shell/state";

export function StepLink({ seq, children }: { seq: number; children: ComponentChildren }) {
  return (
    <button type="button" class="link" aria-current={step.value === seq ? "step" : undefined} onClick={() => { step.value = seq; }}>
      {children}
    </button>
  );
}

export function RunLink({ id, label, at = null }: { id: string; label: string; at?: number | null }) {
  return <button type="button" class="link" onClick={() => select(id, at)}>{safe(label)}</button>;
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return <section><h3>{title}</h3>{children}</section>;
}

/** A title of Moment: names between backticks are set as code, the first letter is large. */
export function Words({ text }: { text: string }) {
  const large = text.charAt(0).toUpperCase() + text.slice(1);
  return <>{large.split("`").map((part, index) => (index % 2 === 1 ? <code>{safe(part)}</code> : safe(part)))}</>;
}

export function Copy({ text, what, title = "Copy" }: { text: string; what: string; title?: string }) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      spoken.value = `${what} copied.`;
    } catch {
      spoken.value = `The browser does not let this page copy. Select the text to copy it.`;
    }
  };
  return <button type="button" onClick={() => { void copy(); }}>{title}</button>;
}
