import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE_FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services'];
const SETTINGS = ['.swcrc', 'package-lock.json', 'infra/local/build.mjs'];
const NOT_BUILT = /\.(spec\.ts|d\.ts|mjs|md)$/;

/** Brings dist/ up to date; says so only when there is something to do. */
export async function ensureBuilt(root, say) {
  const stamp = await stampOf(root);
  const last = await lastStamp(root);
  if (last.sources === stamp.sources) return;
  const begunAt = Date.now();
  say('构建 …');
  // Made under another name and swapped in whole: two builds at once, or a killed one, do no harm.
  const draft = path.join(root, `dist.${process.pid}.new`);
  try {
    await transpile(root, draft, stamp.files);
    await bundleWorkflows(root, draft, last.workflows === stamp.workflows);
    await writeFile(path.join(draft, '.stamp.json'), JSON.stringify({ ...stamp, files: undefined }));
    await swapIn(root, draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  say(`构建完成（${((Date.now() - begunAt) / 1000).toFixed(1)} s）`);
}

async function transpile(root, draft, files) {
  const { transformFile } = await import('@swc/core');
  const options = JSON.parse(await readFile(path.join(root, '.swcrc'), 'utf8'));
  delete options.$schema;
  await Promise.all(
    [...new Set(files.map((file) => path.dirname(file)))].map((folder) => {
      return mkdir(path.join(draft, folder), { recursive: true });
    }),
  );
  await Promise.all(
    files.map(async (file) => {
      const source = path.join(root, file);
      if (!file.endsWith('.ts')) return copyFile(source, path.join(draft, file));
      const target = path.join(draft, file.replace(/ts$/, 'js'));
      const { code, map } = await transformFile(source, { ...options, configFile: false, swcrc: false });
      await writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
      if (map !== undefined) await writeFile(`${target}.map`, map);
    }),
  );
}

async function bundleWorkflows(root, draft, unchanged) {
  const workflowsPath = path.join(draft, 'workflows/index.js');
  if (!existsSync(workflowsPath)) return;
  const target = path.join(draft, 'workflow-bundle.js');
  const previous = path.join(root, 'dist/workflow-bundle.js');
  if (unchanged && existsSync(previous)) return copyFile(previous, target);
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  await writeFile(target, code);
}

async function swapIn(root, draft) {
  const dist = path.join(root, 'dist');
  const old = path.join(root, `dist.${process.pid}.old`);
  for (;;) {
    await rename(dist, old).catch(() => undefined);
    await rm(old, { recursive: true, force: true });
    const swapped = await rename(draft, dist).then(
      () => true,
      (error) => {
        if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (swapped) return;
  }
}

/** Size and time of every source file, so that a deleted one is noticed too. */
async function stampOf(root) {
  const listed = await Promise.all(SOURCE_FOLDERS.map((folder) => filesIn(root, folder)));
  const files = listed.flat().sort();
  const facts = await Promise.all([...files, ...SETTINGS].map((file) => factOf(root, file)));
  const digest = (lines) => createHash('sha256').update(lines.join('\n')).digest('hex');
  const isWorkflowSource = (line) => /^(workflows\/|domain\/|package-lock|infra\/local\/build)/.test(line);
  return { files, sources: digest(facts), workflows: digest(facts.filter(isWorkflowSource)) };
}

async function factOf(root, file) {
  const found = await stat(path.join(root, file)).catch(() => null);
  return `${file} ${found?.size} ${found?.mtimeMs}`;
}

async function filesIn(root, folder) {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

async function lastStamp(root) {
  return readFile(path.join(root, 'dist/.stamp.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(process.argv[1]), '../..');
  await ensureBuilt(root, (text) => process.stderr.write(`${text}\n`));
}
