import { answerFaults, pointFaults, unlockedBy } from './return-points.js';

const point = (kind: 'FIELD' | 'SLOT', target: string) => ({ kind, target, text: '请更正' });
const pointers = (refusals: readonly { readonly pointer?: string }[]) =>
  refusals.map(({ pointer }) => pointer);

describe('an itemised return', () => {
  it('binds each point to a field or a slot that exists, once', () => {
    expect(pointFaults([point('FIELD', 'currentAddress'), point('SLOT', 'EMP_INCOME')], true)).toEqual([]);
    const faulty = [
      point('FIELD', 'EMP_INCOME'),
      point('SLOT', 'phone'),
      point('FIELD', 'phone'),
      point('FIELD', 'phone'),
    ];
    expect(pointers(pointFaults(faulty, true))).toEqual([
      '/points/0/target',
      '/points/1/target',
      '/points/3/target',
    ]);
  });

  it('comes with a return only', () => {
    expect(pointers(pointFaults([point('FIELD', 'phone')], false))).toEqual(['/points']);
    expect(pointFaults([], false)).toEqual([]);
  });

  it('is answered point by point, each open one named that is not', () => {
    const open = [
      { id: 'a', text: '收入证明缺页' },
      { id: 'b', text: '地址不符' },
    ];
    expect(
      answerFaults(open, [
        { pointId: 'a', answer: '已补' },
        { pointId: 'b', answer: '已改' },
      ]),
    ).toEqual([]);
    const faults = answerFaults(open, [
      { pointId: 'a', answer: ' ' },
      { pointId: 'x', answer: '？' },
    ]);
    expect(pointers(faults)).toEqual(['/answers/0/answer', '/answers/1/pointId', '/answers']);
    expect(faults.at(-1)?.facts).toEqual({ detail: '待答复：地址不符', pointId: 'b' });
  });

  it('unlocks what it names, and without points everything', () => {
    expect(unlockedBy([])).toBeNull();
    const unlocked = unlockedBy([point('FIELD', 'phone'), point('SLOT', 'EMP_ID')]);
    expect([
      unlocked?.fields.has('phone'),
      unlocked?.slots.has('EMP_ID'),
      unlocked?.slots.has('phone'),
    ]).toEqual([true, true, false]);
  });
});
