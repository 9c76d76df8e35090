/** Exact probabilities as the wire writes them: `"2/3"`, `"1"`. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export const ONE: Fraction = { over: 1n, under: 1n };
export const ZERO: Fraction = { over: 0n, under: 1n };

/** Null for text that is no probability. */
export function fraction(text: string | null): Fraction | null {
  const found = /^(\d{1,400})(?:\/(\d{1,400}))?$/.exec(text ?? "");
  const under = BigInt(found?.[2] ?? 1);
  return found === null || under === 0n ? null : reduced(BigInt(found[1] ?? 0), under);
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.over * b.under + b.over * a.under, a.under * b.under);

export const divided = (a: Fraction, by: number): Fraction => reduced(a.over, a.under * BigInt(by));

export const same = (a: Fraction, b: Fraction): boolean => a.over === b.over && a.under === b.under;

export const written = (a: Fraction): string => (a.under === 1n ? `${a.over}` : `${a.over}/${a.under}`);

/** The value with six digits behind the point, also for operands that no float holds. */
export const size = (a: Fraction): number => Number((a.over * 1_000_000n) / a.under) / 1_000_000;

/** `100 %`, `66.7 %`; never 0 % or 100 % for what is only nearly so. */
export function percent(a: Fraction): string {
  if (a.over > 0n && a.over * 1000n < a.under) return "< 0.1 %";
  if (a.over < a.under && (a.under - a.over) * 1000n < a.under) return "> 99.9 %";
  return `${Math.round(size(a) * 1000) / 10} %`;
}

function reduced(over: bigint, under: bigint): Fraction {
  let [a, b] = [over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return { over: over / a, under: under / a };
}
