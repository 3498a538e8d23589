import { randomBytes } from 'node:crypto';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import { addAccount } from '../support/accounts.js';
import { signIn } from '../support/api-client.js';
import { granted, linkedPerson, permitsOf, signInCast, type Cast } from '../support/cast.js';
import {
  completeProfile,
  profile,
  registerEmployee,
  succeeded,
  type LinkedEmployee,
} from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const { dataKeys: oldKey } = runSurroundings();
const k2 = `k2:${randomBytes(32).toString('base64')}`;

/** Three starts of the services stand in it. */
const TIMEOUT_MS = 180_000;

let stack: Stack;
let cast: Cast;
let holder: LinkedEmployee;
let applicationId: string;
beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  holder = await linkedPerson(cast);
  ({ id: applicationId } = await granted(cast, holder));
}, TIMEOUT_MS);
afterAll(() => stack?.stop());

async function restartWith(dataKeys: string): Promise<void> {
  await Promise.all([stack.stopApi(), stack.stopWorker()]);
  stack.configure({ JUZHENG_DATA_KEYS: dataKeys });
  await Promise.all([stack.startApi(), stack.startWorker()]);
}
const ownProfile = async (): Promise<ProfileView> =>
  succeeded(await holder.client.get<ProfileView>('/api/v1/employees/me'));

describe('the rotation of keys', () => {
  it(
    'is refused at the start while rows need a key that is not there',
    async () => {
      stack.configure({ JUZHENG_DATA_KEYS: k2 });
      await expect(stack.admin('personal-data', 'keys')).rejects.toThrow(/JUZHENG_DATA_KEYS 缺少密钥 trial/);
      await stack.stopApi();
      await expect(stack.startApi()).rejects.toThrow();
      expect(stack.logs().api).toContain('缺少密钥 trial');
      stack.configure({ JUZHENG_DATA_KEYS: oldKey });
      await stack.startApi();
    },
    TIMEOUT_MS,
  );

  it(
    'runs beside people at work and loses nothing of theirs; then the old key is not needed',
    async () => {
      await restartWith(`${k2},${oldKey}`);
      let isRotating = true;
      const writing = (async () => {
        const phones: string[] = [];
        while (isRotating) {
          const phone = `139${String(phones.length).padStart(8, '0')}`;
          const { version } = await ownProfile();
          const edited = { ...profile(), phone };
          succeeded(await holder.client.put('/api/v1/employees/me', edited, { ifMatch: version }));
          phones.push(phone);
        }
        return phones;
      })();
      const first = await stack.admin('personal-data', 'rotate');
      isRotating = false;
      const phones = await writing;
      expect(phones.length).toBeGreaterThan(1);
      expect((await ownProfile()).phone).toBe(phones.at(-1));
      expect(first).toMatch(/共重新加密 \d+ 个值/);
      expect(first).toContain('可从 JUZHENG_DATA_KEYS 中移除：trial');
      expect(await stack.admin('personal-data', 'rotate')).toContain('没有需要重新加密的内容');
      expect(await stack.admin('personal-data', 'keys')).not.toContain('旧密钥');

      await restartWith(k2);
      expect(await ownProfile()).toMatchObject({
        idNo: holder.idNo,
        phone: phones.at(-1),
        name: holder.name,
      });
      expect(await permitsOf(holder)).toEqual([expect.objectContaining({ status: 'VALID' })]);
      const other = await registerEmployee(stack);
      await completeProfile(other);
      // the index key is another one and has not changed: a number is still found
      await expect(registerEmployee(stack, { idNo: holder.idNo })).rejects.toThrow(/422|409/);
      const { userName, password } = await addAccount(stack, 'AUDITOR');
      await signIn(stack.apiUrl, userName, password);
      const comparison = await cast.unit.get(`/api/v1/applications/${applicationId}/comparison`);
      // masked for the unit, of a snapshot that only the new key opens
      expect(JSON.stringify(succeeded(comparison))).toContain('139****9000');
    },
    TIMEOUT_MS,
  );
});
