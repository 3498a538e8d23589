/** Characters of names with every reading that the dictionary gives them, the one of the name first. */
const SURNAMES =
  '王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 黄:huang 周:zhou 吴:wu 徐:xu 孙:sun/xun 胡:hu 朱:zhu/shu ' +
  '高:gao 林:lin 何:he 郭:guo 马:ma 罗:luo 梁:liang 宋:song 郑:zheng 谢:xie 韩:han 唐:tang 冯:feng/ping 于:yu ' +
  '董:dong 萧:xiao 吕:lv/lyu 单:shan/dan/chan 曾:zeng/ceng 仇:qiu/chou 区:ou/qu 解:xie/jie 查:zha/cha ' +
  '朴:piao/pu/po 欧:ou,阳:yang 尉:yu/wei,迟:chi 上:shang,官:guan 司:si,马:ma 诸:zhu,葛:ge';
const GIVEN =
  '伟:wei 芳:fang 娜:na/nuo 敏:min 静:jing 丽:li 强:qiang/jiang 磊:lei 军:jun 洋:yang 勇:yong 艳:yan 杰:jie 娟:juan ' +
  '涛:tao 明:ming 超:chao 秀:xiu 霞:xia 平:ping 刚:gang 桂:gui 英:ying 华:hua 玉:yu 萍:ping 红:hong/gong 建:jian ' +
  '文:wen 辉:hui 力:li 晨:chen 宇:yu 欣:xin 怡:yi 子:zi 涵:han 梓:zi 萱:xuan 浩:hao 然:ran 博:bo 思:si/sai 雨:yu ' +
  '佳:jia 琪:qi 俊:jun 安:an 恩:en 艾:ai/yi 乐:le/yue/yao/lao 行:xing/hang/heng 长:chang/zhang 重:zhong/chong ' +
  '朝:chao/zhao 晓:xiao';

interface Spoken {
  readonly character: string;
  readonly readings: readonly string[];
}

export interface MadeUpName {
  readonly name: string;
  readonly surname: string;
  /** One spelling of the surname, of the whole name, and its initials: whichever reading chance took. */
  readonly surnamePinyin: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly characters: readonly Spoken[];
}

/** The same names for the same seed. */
export function madeUpNames(count: number, seed: number): MadeUpName[] {
  const chance = mulberry32(seed);
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(chance() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const surnames = SURNAMES.split(' ').map((each) => each.split(',').map(spoken));
  const given = GIVEN.split(' ').map(spoken);
  return Array.from({ length: count }, () => {
    const surname = pick(surnames);
    const characters = [...surname, pick(given), ...(chance() < 0.7 ? [pick(given)] : [])];
    const spelled = characters.map(({ readings }) => pick(readings));
    return {
      name: characters.map(({ character }) => character).join(''),
      surname: surname.map(({ character }) => character).join(''),
      surnamePinyin: spelled.slice(0, surname.length).join(''),
      pinyin: spelled.join(''),
      initials: spelled.map((syllable) => syllable.charAt(0)).join(''),
      characters,
    };
  });
}

/** Whether neighbouring characters of the name are read so, in full or by their initials. */
export function isReadAs({ characters }: MadeUpName, text: string, way: 'pinyin' | 'initials'): boolean {
  const ends = (start: number, rest: string): boolean => {
    if (rest === '') return true;
    const readings = characters[start]?.readings ?? [];
    const heard = way === 'pinyin' ? readings : readings.map((reading) => reading.charAt(0));
    return heard.some((part) => rest.startsWith(part) && ends(start + 1, rest.slice(part.length)));
  };
  return characters.some((_, start) => ends(start, text));
}

function spoken(described: string): Spoken {
  const [character = '', readings = ''] = described.split(':');
  return { character, readings: readings.split('/') };
}

/** A small generator with a seed, so that a failure can be seen again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
