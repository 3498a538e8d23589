const MAX_LENGTH = 120;
/** Control characters, and those that turn the reading direction ("gpj.exe" shown as "exe.jpg"). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The name as people see it: Chinese kept; folders, control characters and excess length dropped. */
export function cleanFileName(given: string): string {
  const name = given.normalize('NFC').replace(INVISIBLE, '').split(/[/\\]/).at(-1)?.trim() ?? '';
  if (name === '' || /^\.+$/.test(name)) return '未命名';
  const characters = Array.from(name);
  if (characters.length <= MAX_LENGTH) return name;
  const extension = Array.from(/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '');
  return [...characters.slice(0, MAX_LENGTH - extension.length), ...extension].join('');
}
