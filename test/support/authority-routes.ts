import { nameOf, routesOf, type ApiDescription, type DescribedRoute } from './api-description.js';
import { AUTHORITY, objectIn, type AuthorityRow, type Variant } from './authority-rows.js';
import type { AuthorityWorld } from './authority-world.js';
import { FORMS } from './form-faults.js';

/** A route of the running API with its row of the matrix. */
export interface AuthorityRoute extends DescribedRoute {
  readonly name: string;
  readonly action: string;
  readonly row: AuthorityRow;
}

/** Acts that take away what other calls ask for come last, in this order. */
const LAST = [
  /\/release$/,
  /\/decision$/,
  /\/withdrawal$/,
  /\/termination/,
  /\/cancellation$/,
  /^DELETE .*files/,
  /^DELETE .*sessions\/\{id\}/,
  /^DELETE .*sessions\/others/,
  /^DELETE .*sessions/,
];
const MISSING = '5b1f5f0e-7e0c-4a39-9a53-1f3a60c6b0d4';

export function authorityRoutes(description: ApiDescription): {
  readonly routes: readonly AuthorityRoute[];
  readonly undeclared: readonly string[];
} {
  const described = routesOf(description).map((route) => ({
    ...route,
    name: nameOf(route),
    action: String(Reflect.get(route.operation, 'x-action')),
  }));
  return {
    undeclared: described.filter(({ action }) => AUTHORITY[action] === undefined).map(({ name }) => name),
    routes: described.flatMap((route) => {
      const row = AUTHORITY[route.action];
      return row === undefined ? [] : [{ ...route, row }];
    }),
  };
}

export const variantsOf = ({ path }: DescribedRoute): readonly (Variant | null)[] =>
  objectIn(path) === null ? [null] : ['own', 'other', 'missing'];

/** Reading first, then acts, then what takes away. */
export function rankOf({ name, method }: AuthorityRoute): number {
  const place = LAST.findIndex((each) => each.test(name));
  return place >= 0 ? place + 2 : method === 'GET' ? 0 : 1;
}

/** The address of the route's object; of the two lists of attachments each fills his own. */
export function addressIn(
  world: AuthorityWorld,
  route: DescribedRoute,
  variant: Variant | null,
  byUnit: boolean,
): string {
  const kind = objectIn(route.path);
  let path = route.path;
  if (kind !== null && variant !== null) {
    const missing = kind === 'applicationFile' ? `${MISSING}/files/${MISSING}` : MISSING;
    const object = variant === 'missing' ? missing : world[variant][kind];
    path = path.replace('{id}/files/{fileId}', object).replace(/\{(?:id|taskId|fileId)\}/, object);
  }
  for (const [part, value] of Object.entries(world.shared)) {
    path = path.replace(part, part.replace(/\{\w+\}/, value));
  }
  return byUnit ? path.replace('/attachments/EMP_ID/', '/attachments/UNIT_OTHER/') : path;
}

/** What the description shows as an example, with what the right form says over it. */
export function rightForm(route: AuthorityRoute): object {
  return {
    ...route.operation.requestBody?.content['application/json']?.example,
    ...FORMS[route.name]?.right,
  };
}
