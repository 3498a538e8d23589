import { knownDate as on } from '../calendar/plain-date.js';
import { actionsFrom, nextStatus } from '../lifecycle.js';
import { effectiveStatus, expiresAt, isPassInTime } from './expiry.js';
import {
  isLivePermit,
  isSuspendedPermit,
  isValidPermit,
  PERMIT_LIFECYCLE,
  PERMIT_STATUS_LABELS,
  type PermitAction,
  type PermitStatus,
} from './lifecycle.js';
import { isPermitNumber, permitNumber } from './permit-number.js';

const at = (iso: string): number => Date.parse(iso);
const V = on('2021-08-06');
const STATUSES: readonly PermitStatus[] = ['VALID', 'SUSPENDED', 'EXPIRED', 'CANCELLED'];

describe('expiry', () => {
  it('T4 V 2021-08-06 expires at 2021-08-06T16:00:00Z', () => {
    expect(new Date(expiresAt(V)).toISOString()).toBe('2021-08-06T16:00:00.000Z');
  });

  it('AC-70 a permit counts as VALID until 23:59:59.999 and as EXPIRED from 00:00:00, written down or not', () => {
    expect(effectiveStatus('VALID', V, at('2021-08-06T15:59:59.999Z'))).toBe('VALID');
    expect(effectiveStatus('VALID', V, at('2021-08-06T16:00:00Z'))).toBe('EXPIRED');
    expect(effectiveStatus('SUSPENDED', V, at('2021-08-06T16:00:00Z'))).toBe('EXPIRED');
    expect(effectiveStatus('CANCELLED', V, at('2021-08-06T16:00:00Z'))).toBe('CANCELLED');
    expect(effectiveStatus('EXPIRED', V, at('2020-01-01T00:00:00Z'))).toBe('EXPIRED');
  });

  it('W7 AC-71 AC-72 a last PASS counts on V itself and no later', () => {
    expect(isPassInTime(at('2021-08-06T15:59:59.999Z'), V)).toBe(true);
    expect(isPassInTime(at('2021-08-06T16:00:00Z'), V)).toBe(false);
  });
});

describe('the life of a permit', () => {
  it('knows every status and leads to known ones only', () => {
    expect(Object.keys(PERMIT_LIFECYCLE)).toEqual(Object.keys(PERMIT_STATUS_LABELS));
    const targets = Object.values(PERMIT_LIFECYCLE).flatMap((actions) => Object.values(actions));
    expect(targets.every((status) => status in PERMIT_LIFECYCLE)).toBe(true);
  });

  it('cannot be revived', () => {
    expect(actionsFrom<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, 'EXPIRED')).toEqual([]);
    expect(actionsFrom<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, 'CANCELLED')).toEqual([]);
  });

  it('AC-81 AC-93 is neither renewed nor amended while suspended', () => {
    const after = (action: PermitAction) =>
      nextStatus<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, 'SUSPENDED', action);
    const impossible: readonly PermitAction[] = ['renew', 'amend', 'suspend'];
    expect(impossible.map(after)).toEqual([null, null, null]);
    expect(after('transfer')).toBe('VALID');
    expect(after('recordSkippedEmployer')).toBe('SUSPENDED');
  });

  it('names its statuses once', () => {
    expect(STATUSES.filter(isLivePermit)).toEqual(['VALID', 'SUSPENDED']);
    expect(STATUSES.filter(isValidPermit)).toEqual(['VALID']);
    expect(STATUSES.filter(isSuspendedPermit)).toEqual(['SUSPENDED']);
  });
});

describe('permit numbers', () => {
  it('carry prefix, year and seven digits', () => {
    expect(permitNumber('BEIJING_WORK_RESIDENCE', 2021, 42)).toBe('BJ20210000042');
    expect(permitNumber('OVERSEAS_RETURNEE_WORK_RESIDENCE', 2024, 9_999_999)).toBe('LX20249999999');
    expect(['BJ20210000042', 'LX20249999999', 'BJ2021000042', 'XX20210000042'].map(isPermitNumber)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([0, -1, 1.5, 10_000_000])('are not made from the sequence %p', (sequence) => {
    expect(() => permitNumber('BEIJING_WORK_RESIDENCE', 2021, sequence)).toThrow(RangeError);
  });
});
