import { totpCodeOf, totpStepAt, totpStepOf } from '../../infra/identity/totp.js';
import { codeCommand } from './code.command.js';
import { EXIT_OK, EXIT_USAGE } from './admin-command.js';

/** `12345678901234567890` in base32. Source: RFC 6238, appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('of RFC 6238 at %i s is %s', (seconds, code) => {
    expect(totpCodeOf(SECRET, totpStepAt(seconds * 1000))).toBe(code);
  });

  it('is of one step, known half a minute before and after', () => {
    const at = 1_234_567_890_000;
    const code = totpCodeOf(SECRET, totpStepAt(at));
    expect([-30, 0, 30].map((seconds) => totpStepOf(SECRET, code, at + seconds * 1000))).toEqual(
      Array(3).fill(totpStepAt(at)),
    );
    expect([-90, 90].map((seconds) => totpStepOf(SECRET, code, at + seconds * 1000))).toEqual([null, null]);
    expect(totpStepOf(SECRET, '', at)).toBeNull();
  });

  it('is printed by `admin code` for a secret', async () => {
    const lines: string[] = [];
    const out = { line: (text: string) => void lines.push(text), error: () => undefined };
    expect(await codeCommand.run([SECRET], out)).toBe(EXIT_OK);
    expect(lines).toEqual([expect.stringMatching(/^\d{6}$/)]);
    expect(await codeCommand.run(['not base32'], out)).toBe(EXIT_USAGE);
    expect(await codeCommand.run([], out)).toBe(EXIT_USAGE);
  });
});
