export interface OrderPlaced { readonly _tag: 'OrderPlaced'; readonly id: string }
export interface OrderLost { readonly _tag: 'OrderLost'; readonly id: string }
export type OrderEvent = OrderPlaced | OrderLost;
export const table: Record<OrderEvent['_tag'], number> = { OrderPlaced: 1, OrderLost: 2 };
export type H = { readonly [K in OrderEvent['_tag']]: (event: Extract<OrderEvent, { readonly _tag: K }>) => string };
export const handlers: H = { OrderPlaced: (e) => e.id, OrderLost: (e) => e.id };
export type P = Extract<OrderEvent, { readonly _tag: 'OrderPlaced' }>;
export const make = (id: string): OrderEvent => ({ _tag: "OrderPlaced", id });
export const all: readonly OrderEvent[] = [{ _tag: 'OrderPlaced', id: 'OrderPlaced' }];
export function first({ _tag }: OrderEvent, other: { _tag: string }): boolean {
  return _tag === 'OrderPlaced' || other._tag === 'OrderPlaced';
}
export function second(event: OrderEvent, tag: OrderEvent['_tag'] = 'OrderPlaced'): boolean {
  const found = event._tag;
  return found !== 'OrderPlaced' && tag === 'OrderPlaced';
}
export function third(event: OrderEvent): number {
  switch (event._tag) { case 'OrderPlaced': return 1; case 'OrderLost': return 2; }
}
export const is = (e: OrderEvent): e is OrderPlaced => (['OrderPlaced'] as string[]).includes(e['_tag']);
export const only = all.filter((e) => 'OrderPlaced' == e?._tag);
export class Impl implements OrderPlaced { readonly _tag = 'OrderPlaced'; constructor(readonly id: string) {} }
export const plain = 'OrderPlaced';
