import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { CLIENT_PROGRAM } from '../support/client-program.js';
import { completeProfile, registerEmployee, requestAssociation, trialClient } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../..');
/** As strict as our own code; the generated file is a source file, so that it is checked whole. */
const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
  types: ['node'],
};

let stack: Stack;
let folder: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  folder = mkdtempSync(path.join(tmpdir(), 'juzheng-client-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stack?.stop();
});

function generate(from: string): Promise<{ stdout: string }> {
  const out = path.join(folder, 'juzheng-api.ts');
  const command = [path.join(ROOT, 'infra/local/bootstrap.mjs'), 'client', '--from', from, '--out', out];
  return run(process.execPath, command, { cwd: ROOT });
}

function compile(program: string): { emitted: readonly string[]; faults: string[]; anys: string[] } {
  const files = [path.join(folder, 'juzheng-api.ts'), path.join(folder, 'program.ts')];
  writeFileSync(path.join(folder, 'program.ts'), program);
  const compiled = ts.createProgram({ rootNames: files, options: { ...STRICT, rootDir: folder } });
  const faults = ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  const ours = compiled.getSourceFiles().filter(({ fileName }) => files.includes(fileName));
  const checker = compiled.getTypeChecker();
  const anys = ours.flatMap((file) => anysIn(file, checker));
  const emitted: string[] = [];
  compiled.emit(undefined, (fileName, text) => {
    writeFileSync(fileName, text);
    emitted.push(path.basename(fileName));
  });
  return { emitted, faults, anys };
}

/** Where `any` is written, and each expression or name whose type is one all the same. */
function anysIn(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isName =
      ts.isStringLiteral(node) || (ts.isBindingElement(node.parent) && node.parent.propertyName === node);
    const isTyped = !isName && (ts.isExpression(node) || ts.isTypeNode(node) || ts.isBindingElement(node));
    const isAny =
      node.kind === ts.SyntaxKind.AnyKeyword ||
      (isTyped && (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) !== 0);
    if (isAny) found.push(`${path.basename(file.fileName)}: ${node.getText(file)}`);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

describe('a client generated from the description of the API', () => {
  beforeAll(async () => {
    const { stdout } = await generate(`${stack.apiUrl}/openapi.json`);
    expect(stdout).toContain('juzheng-api.ts');
  });

  it('compiles in strict mode with no `any`, and signs in, walks a list and reads errors on the live system', async () => {
    const unit = await trialClient(stack, 'unit1');
    const names: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const employee = await registerEmployee(stack);
      await completeProfile(employee);
      await requestAssociation(employee, unit);
      names.push(employee.name);
    }
    expect(compile(CLIENT_PROGRAM)).toEqual({
      emitted: ['juzheng-api.js', 'program.js'],
      faults: [],
      anys: [],
    });
    const accounts: { userName: string; password: string }[] = JSON.parse(
      await readFile(stack.accountsFile, 'utf8'),
    );
    const password = accounts.find(({ userName }) => userName === 'unit1')?.password ?? '';
    const { stdout } = await run(process.execPath, [
      path.join(folder, 'program.js'),
      stack.apiUrl,
      'unit1',
      password,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      before: { code: 'AUTH_REQUIRED', pointers: [''] },
      employees: names.toReversed(),
      wrong: { code: 'REASON_REQUIRED', pointers: ['/reason'] },
    });
  });

  it('knows what is not there: a wrong field or value does not compile, and an `any` is seen', () => {
    const program = CLIENT_PROGRAM.replace('params: { query }', "params: { query: { status: 'GONE' } }")
      .replace('items, nextCursor }', 'rows, nextCursor }')
      .replace('=> name)', '=> JSON.parse(name))');
    expect(program).not.toBe(CLIENT_PROGRAM);
    const { faults, anys } = compile(program);
    expect(faults.join('\n')).toMatch(/'"GONE"' is not assignable/);
    expect(faults.join('\n')).toMatch(/'rows' does not exist/);
    expect(anys).toContain('program.ts: JSON.parse(name)');
  });

  it('is not made where nobody answers, and the command says what to do', async () => {
    const before = readFileSync(path.join(folder, 'juzheng-api.ts'), 'utf8');
    await expect(generate('http://127.0.0.1:9/openapi.json')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm start'),
    });
    expect(readFileSync(path.join(folder, 'juzheng-api.ts'), 'utf8')).toBe(before);
  });
});
