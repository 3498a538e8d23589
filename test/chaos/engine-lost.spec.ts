import { applicationWorkflowId, permitWorkflowId } from '../../workflows/ids.js';
import type { ReviewProgress } from '../../workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { NewStory } from '../support/new-story.js';
import { succeeded } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { startOwnTemporal, type OwnTemporal } from '../support/stack-temporal.js';

describe('Temporal’s database deleted while applications and permits wait', () => {
  let engine: OwnTemporal;
  let stack: Stack;
  let granted: NewStory;
  let atUnit: NewStory;
  let atSecond: NewStory;
  let returned: NewStory;

  beforeAll(async () => {
    engine = await startOwnTemporal();
    stack = await startStack({ temporal: engine, startAt: '2021-08-05' });
    granted = await NewStory.draft(stack);
    const unit = granted.unit;
    [atUnit, atSecond, returned] = [
      await NewStory.draft(stack, { unit }),
      await NewStory.draft(stack, { unit }),
      await NewStory.draft(stack, { unit }),
    ];
    for (const story of [granted, atUnit, atSecond, returned]) succeeded(await story.submit({ wait: 10 }));
    for (const story of [granted, atSecond, returned]) succeeded(await story.unitDecides({}, { wait: 10 }));
    await granted.passLevels();
    await atSecond.decide('DISTRICT_FIRST', {}, { wait: 10 });
    await returned.decide('DISTRICT_FIRST', { outcome: 'RETURN', opinion: '请更新收入证明' }, { wait: 10 });
    await granted.until('APPROVED');
    await eventually('the form', async () => {
      const forms = await stack.sql(`select 1 from issued_document where kind = 'CONFIRMATION_FORM'`);
      return forms.length === 1 ? true : null;
    });
  }, 240_000);

  afterAll(async () => {
    await stack?.stop();
    await engine?.stop();
  });

  const marks = () =>
    stack.sql(
      `select (select count(*)::int from notice) as notices, (select count(*)::int from permit) as permits,
              (select count(*)::int from issued_document) as documents, (select count(*)::int from review_task) as tasks`,
    );
  const progressOf = ({ applicationId }: NewStory) =>
    eventually('progress', async () => {
      const handle = stack.temporal.workflow.getHandle(applicationWorkflowId(applicationId));
      const view = await handle.query<ReviewProgress>('progress').catch(() => null);
      return view !== null && view.round > 0 ? view : null;
    });

  it('admin reconcile names what is missing, changes nothing without --apply, and restores each at its place', async () => {
    const before = await marks();
    await engine.kill();
    engine.deleteDatabase();
    await engine.start();
    await stack.admin('prepare');
    const { permitId } = await granted.read();
    const missing = [
      ...[atUnit, atSecond, returned].map((story) => applicationWorkflowId(story.applicationId)),
      permitWorkflowId(permitId ?? ''),
    ];

    const dryRun = await stack.admin('reconcile');
    for (const id of missing) expect(dryRun).toContain(`缺失  ${id}`);
    expect(dryRun).toContain(`缺失 ${missing.length} 个，重建 0 个`);
    expect(await stack.admin('reconcile', '--apply')).toContain(`重建 ${missing.length} 个`);
    expect(await stack.admin('reconcile')).toContain('缺失 0 个');

    expect(await progressOf(atUnit)).toMatchObject({ round: 1, level: 'UNIT' });
    expect(await progressOf(atSecond)).toMatchObject({ round: 1, level: 'DISTRICT_SECOND' });
    expect(await progressOf(returned)).toMatchObject({ round: 1, level: null, waitsFor: '等待重新提交' });
    expect(await marks()).toEqual(before);
  }, 120_000);

  it('goes on from there: the next levels decide, the returned one comes back', async () => {
    await atSecond.passLevels(['DISTRICT_SECOND', 'MUNICIPAL', 'FINAL']);
    expect((await atSecond.until('APPROVED')).permitNo).toMatch(/^BJ2021/);
    expect(succeeded(await returned.submit({ wait: 10 }))).toMatchObject({ status: 'UNIT_REVIEW', round: 2 });
    expect(await progressOf(returned)).toMatchObject({ round: 2, level: 'UNIT' });
    const audits = await stack.sql(`select 1 from audit_event where action = 'application.conclude'`);
    expect(audits).toHaveLength(2);
  }, 90_000);
});
