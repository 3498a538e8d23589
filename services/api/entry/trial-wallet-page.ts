/** What the trial wallet shows; it says on every part that it is none but a trial. */
export const WALLET_PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>试用钱包 · 居证</title>
<style>
  :root { color-scheme: light; --line: #d5dbe3; --ink: #1c2733; --soft: #5b6b7c; --act: #1a5fb4; --warn: #8a4b00; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: var(--ink); background: #f4f6f9; }
  .trial { background: #fff3d6; color: var(--warn); border-bottom: 1px solid #f0d9a0; padding: 10px 24px; }
  main { max-width: 1080px; margin: 0 auto; padding: 24px; }
  h1 { font-size: 24px; margin: 0 0 4px; }
  h2 { font-size: 18px; margin: 0 0 12px; }
  h3 { font-size: 16px; margin: 0 0 8px; }
  p { margin: 0 0 16px; color: var(--soft); }
  section { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin-bottom: 20px; }
  .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 24px; }
  label { display: block; margin-bottom: 12px; font-size: 14px; color: var(--soft); }
  input, select { display: block; width: 100%; margin-top: 4px; padding: 8px 10px; font: inherit; color: var(--ink); border: 1px solid var(--line); border-radius: 6px; background: #fff; }
  button { font: inherit; padding: 8px 18px; border: 1px solid var(--act); border-radius: 6px; background: var(--act); color: #fff; cursor: pointer; }
  button.plain { background: #fff; color: var(--act); }
  button:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid #9cc3f5; outline-offset: 1px; }
  output { display: block; margin-top: 12px; min-height: 1.6em; overflow-wrap: anywhere; }
  output.bad { color: #a51d2d; }
  output.good { color: #1b6b32; }
  .qr { width: 200px; height: 200px; border: 1px solid var(--line); border-radius: 6px; display: grid; place-items: center; color: var(--soft); margin: 12px 0; }
  .qr svg { width: 100%; height: 100%; }
  .number { font-size: 40px; font-weight: 600; letter-spacing: .1em; line-height: 1.2; }
</style>
</head>
<body>
<div class="trial" role="note"><strong>试用</strong>　这里扮演 USBKey 与手机，证书由本机的试用机构签发，无法律效力；正式环境没有此页面。</div>
<main>
<h1>试用钱包</h1>
<p>用于在试用系统里走一遍证书登录与扫码登录。</p>
<section aria-labelledby="usbkey">
  <h2 id="usbkey">USBKey（试用）· 证书登录</h2>
  <form id="key" class="two">
    <div>
      <label>证书名称<select name="unit" data-units></select></label>
      <label>签名算法<select name="algorithm"><option value="SM2_SM3">SM2（SM3）</option><option value="ECDSA_P256_SHA256">ECDSA（P-256）</option><option value="RSA_PKCS1_SHA256">RSA（PKCS#1 v1.5）</option><option value="RSA_PSS_SHA256">RSA（PSS）</option></select></label>
    </div>
    <div>
      <label>证书情况<select name="condition"><option value="GOOD">有效</option><option value="EXPIRED">已过期</option><option value="REVOKED">已吊销</option></select></label>
      <label>PIN（试用 PIN：123456）<input name="pin" type="password" inputmode="numeric" autocomplete="off" required></label>
    </div>
    <div><button>登录</button><output id="key-result" aria-live="polite"></output></div>
  </form>
</section>
<section aria-labelledby="scan">
  <h2 id="scan">扫码登录（试用）</h2>
  <div class="two">
    <form id="screen">
      <h3>电脑屏幕</h3>
      <label>登录方式<select name="method"><option value="CERT_QR">证书扫码（北京一证通）</option><option value="E_LICENCE">电子营业执照</option><option value="INSTITUTION_CERT">事业单位电子证照（京事登）</option></select></label>
      <button>显示二维码</button>
      <div class="qr" id="qr">尚未显示</div>
      <div>请核对数字：<span class="number" id="number">--</span></div>
      <output id="screen-result" aria-live="polite"></output>
    </form>
    <form id="phone">
      <h3>手机</h3>
      <label>二维码的内容<input name="qrText" autocomplete="off" required></label>
      <label>单位<select name="unit" data-units></select></label>
      <label>身份<select name="role"><option value="LEGAL_REPRESENTATIVE">法定代表人</option><option value="LICENCE_ADMIN">证照管理员</option><option value="OPERATOR">办事人</option><option value="CERTIFICATE_HOLDER">证书持有人</option></select></label>
      <label>姓名<input name="personName" value="王静" required></label>
      <label>身份证号码<input name="idNo" value="11010519491231002X" required></label>
      <label>屏幕上的两位数字<input name="number" inputmode="numeric" maxlength="2" autocomplete="off"></label>
      <button type="button" class="plain" id="scan-it">扫码</button>
      <button>确认登录</button>
      <output id="phone-result" aria-live="polite"></output>
    </form>
  </div>
</section>
</main>
<script src="/trial/wallet.js"></script>
</body>
</html>
`;

export const WALLET_SCRIPT = `'use strict';
const api = async (path, body, headers = {}) => {
  const answer = await fetch('/api/v1/' + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const said = answer.status === 204 ? null : await answer.json();
  if (answer.ok) return said;
  const fault = (said.errors || []).map((each) => (each.facts && each.facts.detail) || each.messageZh).join('；');
  throw new Error(fault || said.messageZh || said.code);
};
const element = (id) => document.getElementById(id);
const show = (id, text, kind) => { element(id).textContent = text; element(id).className = kind || ''; };
const attempt = (id, work) => async (event) => {
  event.preventDefault();
  show(id, '请稍候…');
  try { await work(event); } catch (error) { show(id, error.message, 'bad'); }
};
const fields = (id) => Object.fromEntries(new FormData(element(id)));
const came = ({ account }) => '已登录：' + account.personName + '（' + account.roleLabel + (account.unit ? '，' + account.unit.name : '') + '）';
const phone = 'wallet-' + crypto.getRandomValues(new Uint32Array(2)).join('');
let units = [];
const unitOf = (uscc) => units.find((each) => each.uscc === uscc);

api('trial/wallet/units').then((found) => {
  units = found;
  for (const list of document.querySelectorAll('[data-units]')) {
    for (const { uscc, name } of found) list.append(new Option(name + '（' + uscc + '）', uscc));
  }
});

element('key').addEventListener('submit', attempt('key-result', async () => {
  const { unit, algorithm, condition, pin } = fields('key');
  const challenge = await api('certificate-challenges', {});
  const signed = await api('trial/wallet/signatures', { uscc: unit, unitName: unitOf(unit).name.slice(0, 60), algorithm, condition, pin, text: challenge.text });
  const session = await api('certificate-challenges/' + challenge.id + '/session', signed, { 'sign-in-binding': challenge.binding });
  show('key-result', came(session), 'good');
}));

let ticket = null;
const follow = async (own) => {
  const binding = { 'sign-in-binding': own.binding };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (ticket !== own) return;
    const { state, stateLabel } = await api('sign-in-tickets/' + own.id, undefined, binding);
    show('screen-result', stateLabel);
    if (state === 'CONFIRMED') {
      const session = await api('sign-in-tickets/' + own.id + '/session', {}, binding);
      return show('screen-result', came(session), 'good');
    }
    if (state === 'EXPIRED') return show('screen-result', '二维码已失效，请重新显示', 'bad');
  }
};
element('screen').addEventListener('submit', attempt('screen-result', async () => {
  ticket = await api('sign-in-tickets', { method: fields('screen').method });
  element('qr').innerHTML = ticket.qrSvg;
  element('number').textContent = ticket.number;
  element('phone').elements.qrText.value = ticket.qrText;
  show('screen-result', ticket.stateLabel);
  follow(ticket).catch((error) => show('screen-result', error.message, 'bad'));
}));

const tell = async (body) => {
  const { provider, message } = await api('trial/wallet/messages', { method: fields('screen').method, phone, qrText: fields('phone').qrText, ...body });
  await api('identity-providers/' + provider + '/messages', { message });
};
element('scan-it').addEventListener('click', attempt('phone-result', async () => {
  await tell({ kind: 'SCANNED' });
  show('phone-result', '已扫码，请输入屏幕上的数字并确认', 'good');
}));
element('phone').addEventListener('submit', attempt('phone-result', async () => {
  const { unit, role, personName, idNo, number } = fields('phone');
  const identity = { uscc: unit, unitName: unitOf(unit).name, personName, idType: 'RESIDENT_ID', idNo, role };
  await tell({ kind: 'CONFIRMED', number, identity });
  show('phone-result', '已确认', 'good');
}));
`;
