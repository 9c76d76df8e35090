// Prints what @asyncapi/parser says about each document of the JSON list in the file given: one line of JSON a document.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[3]);
const { Parser } = require('@asyncapi/parser');
const parser = new Parser();
for (const path of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const { document, diagnostics } = await parser.parse(readFileSync(path, 'utf8'));
  const told = diagnostics.map(({ code, message, path: place, severity }) => ({ code, message, place: place.join('.'), severity }));
  const operations = document === undefined ? [] : document.operations().all().map((each) => [each.id(), each.action()]);
  console.log(JSON.stringify({ parsed: document !== undefined, told, operations }));
}
