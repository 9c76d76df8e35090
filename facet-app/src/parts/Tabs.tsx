/** Tabs after the ARIA pattern: arrows move and show, one tab stop. */
import { useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  change(id: string): void;
  /** What the shown tab holds. */
  readonly children: ComponentChildren;
  /** What stands at the end of the line of tabs. */
  readonly aside?: ComponentChildren;
}

export function Tabs({ label, tabs, value, change, children, aside }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const name = label.toLowerCase().replaceAll(" ", "-");
  const here = Math.max(0, tabs.findIndex((tab) => tab.id === value));
  const shown = tabs[here];

  function keys(event: KeyboardEvent): void {
    const last = tabs.length - 1;
    const to = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last }[event.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined || to === undefined) return;
    change(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="tabs">
      <div class="tabline">
        <div role="tablist" aria-label={label} ref={list} onKeyDown={keys}>
          {tabs.map((tab, index) => (
            <button key={tab.id} type="button" role="tab" id={`${name}-${tab.id}`} aria-controls={`${name}-panel`}
              aria-selected={index === here} tabIndex={index === here ? 0 : -1} title={tab.hint} onClick={() => change(tab.id)}>
              {tab.title}
            </button>
          ))}
        </div>
        {aside}
      </div>
      <div class="tabpanel" role="tabpanel" id={`${name}-panel`} tabIndex={0} aria-labelledby={shown && `${name}-${shown.id}`}>
        {children}
      </div>
    </div>
  );
}
