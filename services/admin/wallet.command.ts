import { parseArgs } from 'node:util';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../domain/identity/certificate-sign-in.js';
import { ENTRANT_ROLES, type EntrantRole } from '../../domain/identity/entrant.js';
import { QR_METHODS, type QrMethod } from '../../domain/identity/login-method.js';
import { TrialAuthorityRecords } from '../../infra/database/trial-authority-records.js';
import {
  signAsUnit,
  TRIAL_CONDITIONS,
  type TrialCondition,
} from '../../infra/identity/trial/trial-authority.js';
import { codeOf, TrialIdentityProvider } from '../../infra/identity/trial/trial-provider.js';
import type { Platform } from '../../infra/platform.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { withPlatform } from './with-platform.js';

const USAGE = [
  'wallet key --unit 信用代码 [--algorithm SM2_SM3] [--condition GOOD]',
  'wallet scan --qr 二维码内容 --method CERT_QR --phone 手机名',
  'wallet confirm --qr 二维码内容 --method CERT_QR --phone 手机名 --number 两位数字 --unit 信用代码 --role OPERATOR --name 姓名 --id 身份证号码',
].join(' | ');
const OPTIONS = [
  'unit',
  'algorithm',
  'condition',
  'qr',
  'method',
  'phone',
  'number',
  'role',
  'name',
  'id',
] as const;
type Options = Readonly<Partial<Record<(typeof OPTIONS)[number], string>>>;
const EXIT_REFUSED = 1;

/** Plays USB key and phones against the running API; stands in the list of trial mode only. */
export const walletCommand: AdminCommand = {
  usage: USAGE,
  summary: '试用钱包：以试用机构的证书扮演 USBKey 与手机（仅试用模式，无法律效力）',
  async run(args, out) {
    const asked = requestOf(args);
    const play = asked === null ? null : playOf(asked.act, asked.options);
    if (play === null) {
      out.error(`用法：${USAGE}`);
      return EXIT_USAGE;
    }
    return withPlatform((platform) => play(platform, out));
  },
};

type Play = (platform: Platform, out: CommandOutput) => Promise<number>;

function requestOf(args: readonly string[]): { readonly act: string; readonly options: Options } | null {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(OPTIONS.map((name) => [name, text])),
      allowPositionals: true,
    });
    const [act = '', ...more] = positionals;
    return more.length > 0 ? null : { act, options: values };
  } catch {
    return null; // an option that is none of ours
  }
}

function playOf(act: string, options: Options): Play | null {
  const { unit: uscc, qr, phone, number, name, id } = options;
  const algorithm = named(SIGNATURE_ALGORITHMS, options.algorithm ?? 'SM2_SM3');
  const condition = named(TRIAL_CONDITIONS, options.condition ?? 'GOOD');
  const role = named(ENTRANT_ROLES, options.role ?? 'OPERATOR');
  const method = QR_METHODS.find((each) => each === options.method) ?? null;
  if (act === 'key' && uscc !== undefined && algorithm !== null && condition !== null) {
    return (platform, out) => enterByKey(platform, out, { uscc, algorithm, condition });
  }
  if (qr === undefined || phone === undefined || method === null) return null;
  const read = { code: codeOf(qr) ?? '', phone, method };
  if (act === 'scan') return (platform, out) => scan(platform, out, read);
  const isWhole = act === 'confirm' && role !== null && number && uscc && name && id;
  return isWhole ? (platform, out) => confirm(platform, out, read, { number, uscc, name, id, role }) : null;
}

/** 证书登录 from the challenge to the session; prints its token. */
async function enterByKey(
  platform: Platform,
  out: CommandOutput,
  asked: {
    readonly uscc: string;
    readonly algorithm: SignatureAlgorithm;
    readonly condition: TrialCondition;
  },
): Promise<number> {
  const { uscc, algorithm, condition } = asked;
  const challenge = await post(platform, 'certificate-challenges', {});
  if (!challenge.ok) return refused(challenge, out);
  const { id, text, binding } = challenge.said;
  const keys = await new TrialAuthorityRecords(platform.dataSource, platform.personalData).keys();
  const wanted = { algorithm, condition, text: String(text) };
  const signed = signAsUnit(keys, { uscc, name: '试用单位' }, wanted, new Date(await wallMs(platform)));
  const body = {
    certificate: signed.certificate.toString('base64'),
    chain: signed.chain.map((each) => each.toString('base64')),
    algorithm,
    signature: signed.signature.toString('base64'),
  };
  const path = `certificate-challenges/${String(id)}/session`;
  const session = await post(platform, path, body, { 'sign-in-binding': String(binding) });
  if (!session.ok) return refused(session, out);
  out.line(`已登录，会话令牌：${String(session.said['token'])}`);
  return EXIT_OK;
}

interface ReadCode {
  readonly code: string;
  readonly phone: string;
  readonly method: QrMethod;
}

async function scan(platform: Platform, out: CommandOutput, read: ReadCode): Promise<number> {
  const message = await providerOf(platform).say({ kind: 'SCANNED', ...read });
  return tell(platform, out, message, '已扫码');
}

async function confirm(
  platform: Platform,
  out: CommandOutput,
  { code, phone, method }: ReadCode,
  who: {
    readonly number: string;
    readonly uscc: string;
    readonly name: string;
    readonly id: string;
    readonly role: EntrantRole;
  },
): Promise<number> {
  const identity = {
    method,
    uscc: who.uscc,
    unitName: '试用单位',
    personName: who.name,
    idType: 'RESIDENT_ID',
    idNo: who.id,
    role: who.role,
    authLevel: 'TRIAL',
    at: new Date(await wallMs(platform)).toISOString(),
  } as const;
  const said = { kind: 'CONFIRMED', code, phone, number: who.number, identity } as const;
  return tell(platform, out, await providerOf(platform).say(said), '已确认');
}

async function tell(platform: Platform, out: CommandOutput, message: string, done: string): Promise<number> {
  const answer = await post(platform, 'identity-providers/trial/messages', { message });
  if (!answer.ok) return refused(answer, out);
  out.line(done);
  return EXIT_OK;
}

function providerOf({ environment, dataSource, personalData }: Platform): TrialIdentityProvider {
  const authority = new TrialAuthorityRecords(dataSource, personalData);
  return new TrialIdentityProvider(() => authority.providerKey(), new URL(environment.api.publicUrl).origin);
}

interface Answer {
  readonly ok: boolean;
  readonly said: Readonly<Record<string, unknown>>;
}

async function post(
  { environment }: Platform,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(new URL(`/api/v1/${path}`, environment.api.publicUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const said: unknown = text === '' ? {} : JSON.parse(text);
  const fields = typeof said === 'object' && said !== null ? Object.entries(said) : [];
  return { ok: response.ok, said: Object.fromEntries<unknown>(fields) };
}

function refused({ said }: Answer, out: CommandOutput): number {
  out.error(`${String(said['code'])}：${String(said['messageZh'])}`);
  return EXIT_REFUSED;
}

async function wallMs({ dataSource }: Platform): Promise<number> {
  const [row] = await dataSource.query<[{ now: Date }]>('select clock_timestamp() as now');
  return row.now.getTime();
}

function named<Name extends string>(table: Readonly<Record<Name, string>>, text: string): Name | null {
  const isNamed = (each: string): each is Name => Object.hasOwn(table, each);
  return isNamed(text) ? text : null;
}
