const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `valid` null: nothing was asked yet. No script, so that the page works everywhere. */
export function checkPage(number: string, valid: boolean | null): string {
  const shown = number.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
  const result =
    valid === null
      ? '<p class="hint">请输入持证人证件号码的后四位进行核验。</p>'
      : valid
        ? '<p class="result valid" role="status">有效</p>'
        : '<p class="result invalid" role="status">无效</p><p class="hint">编号与证件号码不符，或证件已挂起、失效、注销。</p>';
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>单据核验 · 人才业务办理平台</title>
<style>
  body { margin: 0; background: #f4f5f7; color: #1f2733; font: 16px/1.7 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
  main { max-width: 26rem; margin: 12vh auto; padding: 2rem 2.25rem; background: #fff; border-top: 4px solid #b3261e; box-shadow: 0 1px 4px #0002; }
  h1 { margin: 0 0 .25rem; font-size: 1.35rem; }
  .number { margin: 0 0 1.25rem; color: #5b6675; word-break: break-all; }
  label { display: block; margin-bottom: .35rem; }
  input { width: 100%; box-sizing: border-box; padding: .55rem .7rem; font: inherit; letter-spacing: .2em; border: 1px solid #b8c0cc; border-radius: 4px; }
  button { margin-top: 1rem; width: 100%; padding: .6rem; font: inherit; color: #fff; background: #b3261e; border: 0; border-radius: 4px; }
  .result { margin: 0 0 1rem; padding: .6rem; text-align: center; font-size: 1.5rem; font-weight: 700; border-radius: 4px; }
  .valid { color: #0b6b3a; background: #e5f4ec; } .invalid { color: #9b1c14; background: #fbe9e7; }
  .hint { margin: 0 0 1rem; color: #5b6675; font-size: .92rem; }
</style>
<main>
  <h1>单据核验</h1>
  <p class="number">编号　${shown}</p>
  ${result}
  <form method="get">
    <label for="tail">证件号码后四位</label>
    <input id="tail" name="tail" required pattern="[0-9A-Za-z]{4}" maxlength="4" autocomplete="off" inputmode="text">
    <button>核验</button>
  </form>
</main>
</html>
`;
}
