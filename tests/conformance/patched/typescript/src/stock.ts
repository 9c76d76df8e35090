import { type Line, Impl, type Row } from './index.js';
export const all: Line[] = [new Impl('a', 1), { sku: 'b', qty: 2 }];
export const skus = all.filter((l) => l.qty > 1).map(({ sku }) => sku);
export const row = (r: Row): string => r.sku;
