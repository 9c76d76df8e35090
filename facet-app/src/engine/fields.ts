/** Fields of tables: each in bits of its own, inside one word, with a value and a sentence for every number. */
import type { Field } from "./machine";
import { Lie, list, object, text, texts, whole } from "./reading";

export function fieldsOf(fields: readonly unknown[], bits: number): Field[] {
  const taken = new Uint32Array(Math.ceil(bits / 32));
  return fields.map((value) => {
    const field = fieldOf(object(value, "fields"), bits);
    if (((taken[field.word] ?? 0) & field.mask) !== 0) throw new Lie(`field ${field.name} overlaps another`);
    taken[field.word] = (taken[field.word] ?? 0) | field.mask;
    return field;
  });
}

function fieldOf(each: ReadonlyMap<string, unknown>, bits: number): Field {
  const name = text(each.get("name"), "name of a field");
  const at = whole(each.get("at"), `at of ${name}`, 0, bits);
  const size = whole(each.get("bits"), `bits of ${name}`, 1, 32);
  if (at + size > bits) throw new Lie(`field ${name} leaves the ${bits} bits of a state`);
  const shift = at % 32;
  if (shift + size > 32) throw new Lie(`field ${name} crosses two words`);
  const values = texts(list(each.get("values"), `values of ${name}`), `values of ${name}`);
  const says = texts(each.get("says") ?? values, `says of ${name}`);
  if (values.length === 0 || values.length > 2 ** size) throw new Lie(`field ${name} has ${values.length} values in ${size} bits`);
  if (says.length !== values.length) throw new Lie(`field ${name} has ${values.length} values and ${says.length} sentences`);
  const mask = size === 32 ? 0xffff_ffff : ((2 ** size - 1) << shift) >>> 0;
  return { name, values, says, hidden: each.get("hidden") === true, word: Math.floor(at / 32), shift, mask };
}
