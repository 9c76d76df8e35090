/** How numbers of runs and probabilities are written: both come as strings, because neither fits a double. */

const DIGITS = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** `3,246` in full up to six digits, above that `7.6 × 10¹³`; what is no whole number stays as it is. */
export function shortAmount(exact: string): string {
  if (!/^\d+$/.test(exact)) return exact;
  const digits = exact.replace(/^0+(?=\d)/, "");
  if (digits.length <= 6) return grouped(digits);
  const tenths = Math.round(Number(digits.slice(0, 3)) / 10);
  const power = digits.length - 1 + (tenths === 100 ? 1 : 0);
  const raised = [...String(power)].map((digit) => DIGITS[Number(digit)]).join("");
  return `${((tenths === 100 ? 10 : tenths) / 10).toFixed(1)} × 10${raised}`;
}

export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The share from 0 to 1 of a fraction (`2/3`), to nine places; null when it is none. */
export function share(fraction: string | null): number | null {
  const found = /^(\d+)(?:\/(\d+))?$/.exec(fraction ?? "");
  if (found === null) return null;
  const under = BigInt(found[2] ?? "1");
  if (under === 0n) return null;
  return Number((BigInt(found[1]!) * 1_000_000_000n) / under) / 1_000_000_000;
}

/** `66.7 %`; what is neither never nor always is never rounded to it. */
export function percent(fraction: string | null): string | null {
  const part = share(fraction);
  if (part === null) return null;
  if (fraction === "0") return "0 %";
  if (part < 0.001) return "< 0.1 %";
  if (part < 1 && part > 0.999) return "> 99.9 %";
  return `${(part * 100).toFixed(1).replace(/\.0$/, "")} %`;
}

/** `1 run`, `3 runs`. */
export function counted(count: number, noun: string): string {
  return `${grouped(String(count))} ${noun}${count === 1 ? "" : "s"}`;
}
