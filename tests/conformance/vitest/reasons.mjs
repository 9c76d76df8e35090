/** Prints why each skipped test was skipped, which the JSON reporter leaves out. */
export default class Reasons {
  onTestCaseResult(test) {
    const { state, note } = test.result();
    if (state === 'skipped' && test.options.mode !== 'todo') {
      console.log(JSON.stringify({ module: test.module.moduleId, name: test.fullName, note: note ?? null }));
    }
  }
}
