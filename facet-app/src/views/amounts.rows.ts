/** How numbers of runs are written: they come as strings, because no double holds them. */

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

/** `1 run`, `3 runs`. */
export function counted(count: number, noun: string): string {
  return `${grouped(String(count))} ${noun}${count === 1 ? "" : "s"}`;
}
