import { challengeText, usccOfSubject, type SubjectAttribute } from './certificate-sign-in.js';

const USCC = '91110108MA01C2D36P';
const OTHER = '91110108MA00TE5T26';
const name: SubjectAttribute = { type: '2.5.4.3', value: '北京云程信息技术有限公司' };
const identifier = (value: string): SubjectAttribute => ({ type: '2.5.4.97', value });

describe('the unit of a certificate', () => {
  it('is its organizationIdentifier, with or without the register’s prefix', () => {
    expect(usccOfSubject([name, identifier(USCC)])).toBe(USCC);
    expect(usccOfSubject([identifier(`NTRCN-${USCC}`), name])).toBe(USCC);
  });

  it.each([
    ['none', [name]],
    ['no code in the identifier', [identifier('云程')]],
    ['a wrong check character', [identifier('91110108MA01C2D36Q')]],
    ['small letters', [identifier(USCC.toLowerCase())]],
    ['blanks', [identifier(` ${USCC}`)]],
    ['two identifiers', [identifier(USCC), identifier(OTHER)]],
    ['the same twice', [identifier(USCC), identifier(USCC)]],
    ['another unit elsewhere', [identifier(USCC), { type: '2.5.4.11', value: OTHER }]],
    ['a code elsewhere only', [{ type: '2.5.4.5', value: USCC }]],
  ])('is unknown with %s', (_, subject) => {
    expect(usccOfSubject(subject)).toBeNull();
  });
});

describe('the text of a challenge', () => {
  it('names the site, the number and the time', () => {
    const text = challengeText('https://rc.example', {
      id: 'id',
      nonce: 'nonce',
      issuedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T00:02:00.000Z',
    });
    expect(text.split('\n')).toEqual([
      '人才业务办理平台 证书登录',
      '站点：https://rc.example',
      '编号：id',
      '随机数：nonce',
      '签发：2026-01-01T00:00:00.000Z',
      '失效：2026-01-01T00:02:00.000Z',
    ]);
  });
});
