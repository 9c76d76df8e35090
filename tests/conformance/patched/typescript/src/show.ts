import type { Line, Order as O, Big } from './order.js';
import * as a from './order.js';
export type { Line } from './order.js';
const make = (sku: string): Line => ({ sku, 'qty': 1 });
function show({ id, lines }: O, [head]: readonly Line[], other: { sku: string }): string {
  const sku = 'x';
  for (const { sku: s, qty = 2 } of lines) console.log(s, qty, sku);
  const found = lines.find((each) => each.sku === sku)?.sku ?? head?.['sku'];
  const q: Line['qty'] = 1;
  const p: Pick<Line, 'sku'> = { sku: 'a' };
  return `${id}${found}${q}${p.sku}${other.sku}${make('b').sku}`;
}
async function load(): Promise<Line> { return { sku: 'a', qty: 1 }; }
export async function use(b: Big, ns: a.Line): Promise<string> {
  const got = await load();
  const order: O = { id: '1', lines: [{ sku: 'q', qty: 1 }, got] };
  const copy = { ...got, qty: 3 } satisfies Line;
  function inner<Line>(x: Line): Line { return x; }
  inner(copy);
  return show(order, b.lines, { sku: 'z' }) + ns.sku + new a.Impl('k', 2).sku + a.first(order)?.sku + order.lines.map((l) => l.sku).join();
}
