// Prints each YAML text of the JSON list in the file given as one line of JSON, as js-yaml reads it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(createRequire(process.argv[3]).resolve('@asyncapi/parser'));
const { load } = require('js-yaml');
for (const text of JSON.parse(readFileSync(process.argv[2], 'utf8'))) console.log(JSON.stringify(load(text)));
