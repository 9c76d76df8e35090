// Milliseconds that Modelina needs for the TypeScript of all schemas in a JSON file: the median of seven rounds.
import { readFileSync } from 'node:fs';
import { TypeScriptGenerator } from '@asyncapi/modelina';

const schemas = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const rounds = [];
let characters = 0;
for (let round = 0; round < 7; round += 1) {
  const generator = new TypeScriptGenerator({ modelType: 'interface' });
  characters = 0;
  const started = performance.now();
  for (const schema of schemas) {
    for (const model of await generator.generate(schema)) characters += model.result.length;
  }
  rounds.push(performance.now() - started);
}
rounds.sort((one, other) => one - other);
console.log(JSON.stringify({ schemas: schemas.length, milliseconds: rounds[3], characters }));
