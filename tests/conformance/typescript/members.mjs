// Reads {"files": {path: text}} and answers {path: {name: [[member, optional], …]}} for every exported type with members,
// or {"texts": […]} and answers the number of syntax errors of each; what the compiler's own API says.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [, , tools] = process.argv;
const ts = createRequire(import.meta.url)(`${tools}/typescript`);
const asked = JSON.parse(readFileSync(0, 'utf8'));

function syntaxErrors(text) {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TS);
  return source.parseDiagnostics.length;
}

function isPublic(symbol) {
  if (symbol.escapedName.startsWith('__#') || symbol.escapedName.startsWith('__@')) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !(symbol.declarations ?? []).some((each) => ts.getCombinedModifierFlags(each) & hidden);
}

function members(files) {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true, noLib: true };
  const host = {
    fileExists: (path) => path in files,
    readFile: (path) => files[path],
    getSourceFile: (path, target) => (path in files ? ts.createSourceFile(path, files[path], target, true) : undefined),
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const program = ts.createProgram(Object.keys(files), options, host);
  const checker = program.getTypeChecker();
  const found = {};
  for (const path of Object.keys(files)) {
    const source = program.getSourceFile(path);
    const module = checker.getSymbolAtLocation(source);
    const here = {};
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (!(symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias))) continue;
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) continue;
      if (type.isIntersection() && type.types.some((each) => !(each.flags & ts.TypeFlags.Object))) continue;
      if (checker.isArrayType(type) || checker.isTupleType(type)) continue;
      here[exported.name] = checker
        .getPropertiesOfType(type)
        .filter(isPublic)
        .map((each) => [each.name, Boolean(each.flags & ts.SymbolFlags.Optional)]);
    }
    found[path] = here;
  }
  return found;
}

process.stdout.write(JSON.stringify(asked.texts ? asked.texts.map(syntaxErrors) : members(asked.files)));
