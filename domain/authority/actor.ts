import type { Role } from './roles.js';

/** Who acts: one account with one role in one scope. */
export interface Actor {
  readonly accountId: string;
  readonly role: Role;
  readonly personName: string;
  readonly unitId: string | null;
  readonly employeeId: string | null;
  readonly departmentId: string | null;
  readonly loginMethod: string;
  readonly ip: string;
}
