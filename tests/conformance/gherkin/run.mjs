// Runs cucumber-js in each folder of the JSON list in the file given, dry or not, and prints one line of JSON a folder:
// steps without a definition, with several, definitions that no step uses, and how often each status occurred.
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { loadConfiguration, runCucumber } from '@cucumber/cucumber/api';

const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
for (const { folder, dryRun } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const environment = { cwd: folder, stdout: sink(), stderr: sink() };
  const provided = {
    paths: ['generated/gherkin/features/**/*.feature'],
    import: ['generated/gherkin/steps/*.ts'],
    dryRun,
    format: ['json:report.json'],
  };
  const { runConfiguration } = await loadConfiguration({ provided }, environment);
  const definitions = new Map();
  const used = new Set();
  const pickles = new Map();
  const told = { success: false, scenarios: 0, steps: 0, undefined: [], ambiguous: [], unused: [], statuses: {} };
  const { success } = await runCucumber(runConfiguration, environment, (envelope) => {
    if (envelope.stepDefinition) definitions.set(envelope.stepDefinition.id, envelope.stepDefinition.pattern.source);
    if (envelope.pickle) pickles.set(envelope.pickle.id, new Map(envelope.pickle.steps.map(({ id, text }) => [id, text])));
    if (envelope.testCase) {
      told.scenarios += 1;
      for (const { pickleStepId, stepDefinitionIds } of envelope.testCase.testSteps) {
        const text = pickles.get(envelope.testCase.pickleId).get(pickleStepId);
        if (text === undefined) continue;
        told.steps += 1;
        if (stepDefinitionIds.length === 0) told.undefined.push(text);
        if (stepDefinitionIds.length > 1) told.ambiguous.push(text);
        for (const id of stepDefinitionIds) used.add(id);
      }
    }
    if (envelope.testStepFinished) {
      const { status } = envelope.testStepFinished.testStepResult;
      told.statuses[status] = (told.statuses[status] ?? 0) + 1;
    }
  });
  told.success = success;
  told.unused = [...definitions].filter(([id]) => !used.has(id)).map(([, source]) => source);
  console.log(JSON.stringify(told));
}
