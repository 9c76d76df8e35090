// What the parameter type of `m.object` must refuse; an expectation that nothing meets is an error of its own.
import * as m from './generated/runtime.js';

interface Line {
  readonly sku: string;
  readonly amount: m.Money;
  readonly note?: string;
  readonly parts: readonly Line[];
}

export const right: m.Guard<Line> = m.object<Line>('Line', {
  sku: () => m.string,
  amount: () => m.money,
  note: () => m.optional(m.string),
  parts: () => m.array(right),
});
// @ts-expect-error a field is missing
m.object<Line>('Line', { sku: () => m.string, amount: () => m.money, note: () => m.optional(m.string) });
// @ts-expect-error a field has another type
m.object<{ readonly sku: string }>('Line', { sku: () => m.number });
// @ts-expect-error a number is no amount
m.object<{ readonly amount: m.Money }>('Line', { amount: () => m.number });
// @ts-expect-error a list is no single value
m.object<{ readonly sku: string }>('Line', { sku: () => m.array(m.string) });
// @ts-expect-error an optional field may be absent
m.object<{ readonly sku?: string }>('Line', { sku: () => m.string });
// @ts-expect-error a required field may not
m.object<{ readonly sku: string }>('Line', { sku: () => m.optional(m.string) });
// @ts-expect-error text is no identifier until it was read
export const identifier: m.UUID = 'c0a80000-0000-4000-8000-000000000001';
