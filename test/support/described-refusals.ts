import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { refusalCodesOf, routesOf, type ApiDescription, type DescribedRoute } from './api-description.js';

const FILE = 'undescribed-refusals.txt';
const descriptions = new Map<string, Promise<readonly DescribedRoute[]>>();

/** Notes a refusal that the description of its operation does not name; one test of the last stage reads the notes. */
export async function noteRefusal(
  apiUrl: string,
  method: string,
  address: string,
  code: string,
): Promise<void> {
  const file = notes();
  const routes = file === null ? [] : await routesAt(apiUrl);
  const asked = new URL(address, apiUrl).pathname;
  const route = routes.find((each) => each.method === method && patternOf(each).test(asked));
  if (file === null || route === undefined || refusalCodesOf(route.operation).includes(code)) return;
  appendFileSync(file, `${route.method} ${route.path} ${code}\n`);
}

/** All that were noted in this run, each once. */
export function undescribedRefusals(): string[] {
  const file = notes();
  if (file === null || !existsSync(file)) return [];
  return [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].toSorted((one, other) =>
    one < other ? -1 : 1,
  );
}

function notes(): string | null {
  const folder = process.env['JUZHENG_RUN_DIR'];
  return folder === undefined ? null : path.join(folder, FILE);
}

/** Addresses without a parameter first: they are met before those that would take the same words for an id. */
function routesAt(apiUrl: string): Promise<readonly DescribedRoute[]> {
  const known = descriptions.get(apiUrl);
  if (known !== undefined) return known;
  const read = readRoutes(apiUrl).catch(() => []); // an API that the test has stopped describes nothing
  descriptions.set(apiUrl, read);
  return read;
}

async function readRoutes(apiUrl: string): Promise<readonly DescribedRoute[]> {
  const response = await fetch(new URL('/openapi.json', apiUrl));
  const description: ApiDescription = JSON.parse(await response.text());
  return routesOf(description).toSorted((one, other) => places(one) - places(other));
}

const places = ({ path: address }: DescribedRoute): number => address.split('{').length;

function patternOf({ path: address }: DescribedRoute): RegExp {
  return new RegExp(`^${address.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
