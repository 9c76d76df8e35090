/** The colours of both themes: told apart by everybody, readable on everything. */
// @ts-expect-error: tests run in Node, whose types the page does not have
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Triple = readonly [number, number, number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokens(block: string): Map<string, Triple> {
  return new Map([...block.matchAll(/--(\w+): #([0-9a-f]{3,6})\b/gi)].map(([, name, hex]) => {
    const full = hex!.length === 3 ? [...hex!].map((each) => each + each).join("") : hex!;
    return [name!, [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255) as unknown as Triple];
  }));
}

const [light, dark] = css.split(":root[data-theme=").map(tokens) as [Map<string, Triple>, Map<string, Triple>];
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const lit = (color: Triple) => color.map(linear) as unknown as Triple;
const times = (matrix: readonly Triple[], [x, y, z]: Triple) => matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

function luminance(color: Triple): number {
  const [r, g, b] = lit(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Triple, two: Triple): number {
  const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), full severity, on linear light. */
const SIGHT: Readonly<Record<string, readonly Triple[]>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** CIE L*a*b* under D65. */
function lab(color: Triple): Triple {
  const [x, y, z] = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], color);
  const curve = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [fx, fy, fz] = [curve(x / 0.95047), curve(y), curve(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function apart(one: Triple, two: Triple, sight: readonly Triple[]): number {
  const [a, b] = [one, two].map((each) => lab(times(sight, lit(each)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple)) as [Triple, Triple];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const STATES = ["good", "noted", "bad", "selected", "edge"];
const FILLS = ["event", "command", "policy", "saga", "read", "outside"];
const GROUNDS = ["paper", "panel"];

for (const [theme, colors] of [["light", light], ["dark", dark]] as const) {
  const of = (name: string): Triple => {
    const color = colors.get(name);
    if (color === undefined) throw new Error(`no colour ${name} in ${theme}`);
    return color;
  };
  const pairs = (ones: readonly string[], twos: readonly string[]) => ones.flatMap((one) => twos.map((two) => [one, two] as const));
  const below = (all: readonly (readonly [string, string])[], least: number) =>
    all.map(([one, two]) => `${one} on ${two}: ${contrast(of(one), of(two)).toFixed(2)}`).filter((text) => Number(text.split(": ")[1]) < least);

  test(`${theme}: text is readable on every ground`, () => {
    expect(below(pairs(["ink", "quiet", "good", "noted", "bad", "selected"], GROUNDS), 4.5)).toEqual([]);
    expect(below(pairs(["ink", "quiet"], ["hover", "chosen"]), 4.5)).toEqual([]);
  });
  test(`${theme}: marks stand out on every ground`, () => {
    expect(below(pairs(STATES, GROUNDS), 3)).toEqual([]);
  });
  test(`${theme}: ink is sharp and states are seen on every fill`, () => {
    expect(below(pairs(["ink"], FILLS), 8)).toEqual([]);
    expect(below(pairs(STATES, FILLS), 3)).toEqual([]);
  });
  for (const [name, sight] of Object.entries(SIGHT)) {
    test(`${theme}: states are told apart with ${name} sight`, () => {
      const close = STATES.flatMap((one, at) => STATES.slice(at + 1).map((two) => `${one} and ${two}: ${apart(of(one), of(two), sight).toFixed(1)}`))
        .filter((text) => Number(text.split(": ")[1]) < 15);
      expect(close).toEqual([]);
    });
  }
}

test("the measures are right: black on white, and known colours", () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBeCloseTo(21);
  expect(lab([1, 1, 1])[0]).toBeCloseTo(100, 1);
  expect(apart([1, 0, 0], [0, 1, 0], SIGHT.normal!)).toBeCloseTo(170.6, 0);
});
