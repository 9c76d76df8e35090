export interface Line {
  readonly sku: string;
  readonly qty: number;
}
/** An order. */
export interface Order {
  readonly id: string;
  readonly lines: readonly Line[];
  note?: string;
}
export interface Big extends Order { readonly big: true }
export interface Other { readonly sku: string; qty: number }
export class Impl implements Line {
  constructor(readonly sku: string, readonly qty: number) { console.log(sku, { sku }); }
  twice(): number { return this.qty * 2; }
}
export const total = (order: Order): number => order.lines.reduce((sum, line) => sum + line.qty, 0);
export function first(order: Order): Line | undefined { return order.lines[0]; }
export { type Line as Row };
