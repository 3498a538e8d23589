import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const DEFAULT_FILE = '.client/juzheng-api.ts';

/** `npm run client`: the types of a TypeScript client, from the description that the running API gives of itself. */
export async function generateClient(root, args, { PUBLIC_URL = 'http://127.0.0.1:3000' }) {
  const { from, out } = parseArgs({
    args,
    options: {
      from: { type: 'string', default: `${PUBLIC_URL}/openapi.json` },
      out: { type: 'string', default: path.join(root, DEFAULT_FILE) },
    },
  }).values;
  const description = await describedAt(from);
  if (description === null) {
    process.stderr.write(`${from} 没有应答。请先 npm start，或用 --from 指定 openapi.json 的地址。\n`);
    process.stderr.write(
      `${from} does not answer: npm start first, or give the address of openapi.json by --from.\n`,
    );
    return 1;
  }
  const types = await openapiTS(description, { transform: bytesAsBlob });
  await mkdir(path.dirname(out), { recursive: true });
  await writeFile(out, astToString(types));
  process.stdout.write(`${out}：${Object.keys(description.paths).length} 个地址\n`);
  return 0;
}

async function describedAt(address) {
  const response = await fetch(address).catch(() => null);
  return response?.ok ? response.json() : null;
}

/** Files are sent and received as they are, not as text. */
function bytesAsBlob({ format }) {
  return format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined;
}
