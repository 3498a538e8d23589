import { APPLICATION_LIFECYCLE } from './application/lifecycle.js';
import { ATTACHMENT_LIFECYCLE, attachmentStatusOf } from './attachment/lifecycle.js';
import {
  ASSOCIATION_LIFECYCLE,
  isAssociationActive,
  isAssociationOpen,
  mayReadPerson,
} from './employee/association-lifecycle.js';
import { PERMIT_LIFECYCLE } from './permit/lifecycle.js';
import { isAccountDisabled, isProfileComplete, UNIT_ACCOUNT_LIFECYCLE } from './unit/account-lifecycle.js';
import {
  admitsNew,
  isPermissionActive,
  PERMISSION_LIFECYCLE,
  restoringAction,
} from './unit/permission-lifecycle.js';

const TABLES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  application: APPLICATION_LIFECYCLE,
  attachment: ATTACHMENT_LIFECYCLE,
  association: ASSOCIATION_LIFECYCLE,
  permit: PERMIT_LIFECYCLE,
  unitAccount: UNIT_ACCOUNT_LIFECYCLE,
  permission: PERMISSION_LIFECYCLE,
};

describe.each(Object.entries(TABLES))('the lifecycle of %s', (_, table) => {
  const reachableFrom = (start: string): Set<string> => {
    const seen = new Set([start]);
    for (const status of seen) for (const next of Object.values(table[status] ?? {})) seen.add(next);
    return seen;
  };

  it('is closed: every action leads to a status that has a row', () => {
    expect(
      Object.values(table)
        .flatMap((row) => Object.values(row))
        .filter((status) => !(status in table)),
    ).toEqual([]);
  });

  it('reaches every status from its first one', () => {
    expect([...reachableFrom(Object.keys(table)[0] ?? '')].toSorted()).toEqual(Object.keys(table).toSorted());
  });
});

describe('what the statuses mean', () => {
  it('a withdrawn permission application restores the status before it', () => {
    expect(
      (['NOT_OPENED', 'REJECTED', 'CANCELLED'] as const).map(
        (before) => PERMISSION_LIFECYCLE.PENDING[restoringAction(before)],
      ),
    ).toEqual(['NOT_OPENED', 'REJECTED', 'CANCELLED']);
  });

  it('only an ACTIVE permission carries business, only a FULL one NEW', () => {
    expect(isPermissionActive('ACTIVE')).toBe(true);
    expect(isPermissionActive('CANCELLING')).toBe(false);
    expect([admitsNew('FULL'), admitsNew('LIMITED')]).toEqual([true, false]);
  });

  it('names the statuses of links, accounts and slots', () => {
    expect([isAssociationActive('ACTIVE'), isAssociationActive('PENDING')]).toEqual([true, false]);
    const links = ['PENDING', 'ACTIVE', 'REJECTED', 'WITHDRAWN', 'ENDED'] as const;
    expect(links.filter(isAssociationOpen)).toEqual(['PENDING', 'ACTIVE']);
    expect(links.filter((status) => mayReadPerson(status).accepted)).toEqual(['PENDING', 'ACTIVE']);
    expect([isProfileComplete('COMPLETE'), isProfileComplete('INCOMPLETE')]).toEqual([true, false]);
    expect([isAccountDisabled('DISABLED'), isAccountDisabled('COMPLETE')]).toEqual([true, false]);
    expect([attachmentStatusOf(0), attachmentStatusOf(2)]).toEqual(['NOT_UPLOADED', 'UPLOADED']);
  });
});
