import { Readable } from 'node:stream';
import { inspect } from '../../infra/files/inspect.js';
import { receiveUpload } from '../../infra/files/received-file.js';
import { GOOD_SCANS } from '../support/good-scans.js';

const MAX_BYTES = 10 * 1024 * 1024;

describe('scans as devices, telephones and office programs write them', () => {
  it.each(GOOD_SCANS.map((scan, index) => ({ ...scan, number: index + 1 })))(
    'AC-22 $number. $name is accepted under its own name',
    async ({ bytes, fileName, pages }) => {
      const upload = { stream: Readable.from([await bytes()]), fileName };
      const received = await receiveUpload(upload, { maxBytes: MAX_BYTES });
      if (!received.accepted) throw new Error(received.refusals[0].code);
      expect(received.value.fileName).toBe(fileName);
      expect(await inspect(received.value, 'PDF')).toEqual({ accepted: true, value: { pages } });
      await received.value.discard();
    },
    30_000,
  );

  it('are at least twenty', () => {
    expect(GOOD_SCANS.length).toBeGreaterThanOrEqual(20);
  });
});
