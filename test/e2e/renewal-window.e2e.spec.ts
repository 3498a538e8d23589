import type { ApplicationView } from '../../services/api/applications/application.views.js';
import { expectRefused } from '../support/api-client.js';
import {
  decideAs,
  freezeAt,
  inStatus,
  noticesAbout,
  passLevels,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded, uploadUnitFiles } from '../support/people.js';
import {
  draftRenewal,
  permitHolder,
  prepareRenewal,
  renewalOf,
  submitRenewal,
  type PermitHolder,
} from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

/** P is valid until V = 2021-08-06; the business dates are those of Shanghai wherever the servers stand. */
describe.each(['Asia/Shanghai', 'UTC', 'America/Los_Angeles'])('AC-74 servers in %s', (zone) => {
  let stack: Stack;
  let cast: Cast;
  let onTime: PermitHolder;
  let lastDay: PermitHolder;
  let late: PermitHolder;
  let forgotten: PermitHolder;
  let returned: PermitHolder;
  const applications = new Map<string, ApplicationView>();

  const keep = (name: string, application: ApplicationView): ApplicationView => {
    applications.set(name, application);
    return application;
  };
  const kept = (name: string): string => applications.get(name)?.id ?? '';
  const at = (time: string) => freezeAt(cast, `${time}+08:00`);

  beforeAll(async () => {
    stack = await startStack({
      startAt: '2018-08-07',
      detour: (environment) => Promise.resolve({ ...environment, TZ: zone }),
    });
    cast = await signInCast(stack);
    await at('2018-08-07T10:00:00');
    await uploadUnitFiles(cast.unit);
    [onTime, lastDay, late, forgotten, returned] = await Promise.all([
      permitHolder(cast),
      permitHolder(cast),
      permitHolder(cast),
      permitHolder(cast),
      permitHolder(cast),
    ]);
    await at('2021-06-05T23:59:59.999');
    for (const person of [onTime, lastDay, late, forgotten, returned])
      await prepareRenewal(person, cast.unit);
  }, 120_000);
  afterAll(() => stack?.stop());

  it('AC-73 the permit shows V, D, O and L', async () => {
    expect(await permitsOf(onTime)).toMatchObject([
      {
        validUntil: '2021-08-06',
        completeBy: '2021-08-05',
        opensOn: '2021-06-06',
        lastSubmissionOn: '2021-07-08',
        windowState: 'NOT_OPEN',
      },
    ]);
  });

  it('AC-66 a millisecond before O it is too early and names O; at 00:00 of O, a Sunday, it is accepted', async () => {
    const { id } = await draftRenewal(cast.unit, onTime);
    expectRefused(await submitRenewal(cast.unit, id), 'RENEWAL_TOO_EARLY', { opensOn: '2021-06-06' });
    await at('2021-06-06T00:00:00');
    expect(keep('on time', succeeded(await submitRenewal(cast.unit, id)))).toMatchObject({
      status: 'IN_REVIEW',
      stage: '区级初审',
      details: { newValidFrom: '2021-08-07', newValidUntil: '2024-08-06' },
    });
  });

  it('AC-80 submitted on 07-05; a return on 07-14 and the resubmission on 07-15 follow', async () => {
    await at('2021-07-05T10:00:00');
    await prepareRenewal(returned, cast.unit);
    keep('returned', succeeded(await renewalOf(cast.unit, returned)));
  });

  it('AC-67 in the last millisecond of L it is accepted, due on D, level 1 on 07-15', async () => {
    await at('2021-07-08T23:59:59.999');
    await prepareRenewal(lastDay, cast.unit);
    const application = keep('last day', succeeded(await renewalOf(cast.unit, lastDay)));
    expect(application).toMatchObject({ status: 'IN_REVIEW', dueOn: '2021-08-05', hints: [] });
    const [, level] = application.timeline;
    expect(level).toMatchObject({ label: '区级初审', dueOn: '2021-07-15' });
  });

  it('AC-68 at 00:00 after L it is too late and names L; acknowledged it is accepted with the hint', async () => {
    await at('2021-07-09T00:00:00');
    await prepareRenewal(late, cast.unit);
    const { id } = await draftRenewal(cast.unit, late);
    expectRefused(await submitRenewal(cast.unit, id), 'RENEWAL_TOO_LATE', { lastSubmissionOn: '2021-07-08' });
    const accepted = keep('late', succeeded(await submitRenewal(cast.unit, id, { acknowledgeLate: true })));
    expect(accepted.hints.map(({ code }) => code)).toEqual(['H-LATE-RESUBMIT']);
    expect(accepted.details.acknowledgeLate).toBe(true);
  });

  it('AC-80 after L a chain that began in time goes on with H-LATE-RESUBMIT', async () => {
    await at('2021-07-14T10:00:00');
    const id = kept('returned');
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, { outcome: 'RETURN', opinion: '请补充财务章' });
    await inStatus(cast.unit, id, 'RETURNED');
    await at('2021-07-15T10:00:00');
    const again = succeeded(await submitRenewal(cast.unit, id));
    expect(again).toMatchObject({ status: 'IN_REVIEW', round: 2, stage: '区级初审' });
    expect(again.hints.map(({ code }) => code)).toEqual(['H-LATE-RESUBMIT']);
  });

  it('AC-69 each level uses its whole limit: decisions due 07-15, 07-22, 07-29, 08-05, approved on 08-05', async () => {
    const id = kept('last day');
    const due: (string | null)[] = [];
    for (const [level, day] of [
      ['DISTRICT_FIRST', '2021-07-15'],
      ['DISTRICT_SECOND', '2021-07-22'],
      ['MUNICIPAL', '2021-07-29'],
      ['FINAL', '2021-08-05'],
    ] as const) {
      await at(`${day}T${level === 'DISTRICT_FIRST' ? '11' : '10'}:00:00`);
      const { timeline } = await read(cast.unit, id);
      due.push(timeline.find((entry) => entry.level === level)?.dueOn ?? null);
      await passLevels(cast, id, [level]);
    }
    expect(due).toEqual(['2021-07-15', '2021-07-22', '2021-07-29', '2021-08-05']);
    await inStatus(cast.unit, id, 'APPROVED');
    expect(await permitsOf(lastDay)).toMatchObject([
      {
        status: 'VALID',
        validFrom: '2021-08-07',
        validUntil: '2024-08-06',
        terms: [
          { from: '2018-08-07', until: '2021-08-06' },
          { from: '2021-08-07', until: '2024-08-06' },
        ],
      },
    ]);
    expect((await read(cast.unit, id)).timeline.every(({ overdue }) => !overdue)).toBe(true);
  });

  it('AC-72 the last PASS on V counts, even when the conclusion follows after the expiry instant', async () => {
    const id = kept('on time');
    await passLevels(cast, id, ['DISTRICT_FIRST', 'DISTRICT_SECOND', 'MUNICIPAL']);
    await stack.stopWorker();
    await at('2021-08-06T23:59:59.999');
    await passLevels(cast, id, ['FINAL']);
    await at('2021-08-07T00:00:00');
    await stack.startWorker();
    await inStatus(cast.unit, id, 'APPROVED');
    expect(await permitsOf(onTime)).toMatchObject([{ status: 'VALID', validUntil: '2024-08-06' }]);
  });

  it('AC-70 without a renewal it is VALID in the last second of V, EXPIRED at 00:00 with N-19, and nothing renews it', async () => {
    await eventually('EXPIRED', async () => {
      const [row] = await stack.sql<{ status: string }>('select status from permit where id = $1', [
        forgotten.permitId,
      ]);
      return row?.status === 'EXPIRED' ? row : null;
    });
    for (const client of [forgotten.client, cast.unit]) {
      const told = (await noticesAbout(client, forgotten.permitId)).filter(({ code }) => code === 'N-19');
      expect(told.map(({ body }) => body)).toEqual(['证件已于 2021-08-06 失效，在办业务已终止']);
    }
    expectRefused(await renewalOf(cast.unit, forgotten), 'PERMIT_EXPIRED_IRRECOVERABLE', {
      validUntil: '2021-08-06',
    });
    expectRefused(
      await renewalOf(cast.unit, forgotten, { acknowledgeLate: true }),
      'PERMIT_EXPIRED_IRRECOVERABLE',
    );
  });

  it('AC-71 a renewal with a level still open then is CLOSED_EXPIRED and its task cancelled', async () => {
    for (const name of ['late', 'returned']) {
      const closed = await inStatus(cast.unit, kept(name), 'CLOSED_EXPIRED');
      expect(closed.timeline.at(-1)).toMatchObject({ level: 'DISTRICT_FIRST', taskStatus: 'CLOSED' });
    }
    const open = await stack.sql(`select 1 from review_task where status = 'OPEN'`);
    expect(open).toEqual([]);
  });
});
