// Prints for each case (module, guard, schema, value) whether the guard accepts the value, and whether ajv does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.argv[3]);
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const known = new Map();

function validatorOf(schema) {
  if (!known.has(schema.$id)) {
    const ajv = new Ajv({ strict: false, ownProperties: true });
    addFormats(ajv);
    known.set(schema.$id, ajv.compile(schema));
  }
  return known.get(schema.$id);
}

for (const { module, guard, schema, value } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const found = (await import(pathToFileURL(module).href))[guard];
  console.log(JSON.stringify([found.accepts(value), validatorOf(schema)(value)]));
}
