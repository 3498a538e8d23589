import type { Role } from '../../../domain/authority/roles.js';
import { ROUTE_POLICY, routeRule, type RouteAction } from '../authority/route-policy.js';

/** What only a person does himself: his ways in, other people's, and the clock. */
const IN_PERSON: readonly string[] = [
  'session',
  'password',
  'secondFactor',
  'programToken',
  'member',
  'invitation',
  'registration',
  'captcha',
  'clock',
];
/** Resources of a program's choice; what is not named here no program reaches. */
const DELEGABLE_RESOURCES = new Set([
  'account',
  'application',
  'association',
  'attachment',
  'attachment_catalogue',
  'audit_event',
  'calendar_version',
  'department_guide',
  'employee',
  'historical_request',
  'home',
  'issued_document',
  'labor_contract',
  'live_status',
  'notice',
  'outage',
  'permit',
  'policy_notice',
  'policy_version',
  'restriction',
  'review_task',
  'route_version',
  'talent_service',
  'unit',
]);
/** So does whoever looks at a person's data in full. */
const REVEALING = /\.reveal$/;
/** Actions of these names stand on reading routes alone (test/e2e/program-tokens.e2e.spec.ts). */
const READING = /\.(read|list)$/;

/** What a program may do for somebody in a role at most; of it what only reads, unless more is chosen. */
export function delegableActions(role: Role): {
  readonly all: RouteAction[];
  readonly reading: RouteAction[];
} {
  const all = Object.keys(ROUTE_POLICY)
    .filter(isAction)
    .filter((action) => isDelegable(action, role));
  return { all, reading: all.filter((action) => READING.test(action)) };
}

function isDelegable(action: RouteAction, role: Role): boolean {
  const { roles, resource } = routeRule(action);
  const [subject = ''] = action.split('.');
  return (
    roles !== 'PUBLIC' &&
    roles.includes(role) &&
    DELEGABLE_RESOURCES.has(resource) &&
    !IN_PERSON.includes(subject) &&
    !REVEALING.test(action)
  );
}

function isAction(name: string): name is RouteAction {
  return Object.hasOwn(ROUTE_POLICY, name);
}
