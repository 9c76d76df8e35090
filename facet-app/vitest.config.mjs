/** Generated cases take their time on a machine that does other things as well: no test is about time. */
export default { test: { testTimeout: 60_000 } };
