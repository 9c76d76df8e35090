// Prints the violations that each guard of `cases` (module, guard, value) finds, one line of JSON a case.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

for (const { module, guard, value } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const found = (await import(pathToFileURL(module).href))[guard];
  const violations = found.violations(value);
  if (found.accepts(value) !== (violations.length === 0)) throw new Error(`${guard} contradicts itself`);
  console.log(JSON.stringify(violations));
}
