/** One character of a name with the ways to read it, the usual one first; letters and digits read as themselves. */
export interface SpokenCharacter {
  readonly character: string;
  readonly readings: readonly string[];
}

/** Alternatives: a name fits when it holds one token of each list. */
export type NameNeedles = readonly (readonly string[])[];

const HAN = /\p{Script=Han}/u;
const LATIN = /^[a-z0-9]+$/;
/** What writers of one name put in or leave out: blanks, dots, hyphens, apostrophes. */
const SEPARATORS = /[\s·•・.\-'’]/g;
/** Marks what is heard, so that it is never taken for what is written. */
const HEARD = '~';
const LONGEST_RUN = 4;
/** Most names have one reading; a run of many ambiguous characters stops here. */
const MOST_SPELLINGS = 64;

/** A name as it is compared. */
export function comparableName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(SEPARATORS, '');
}

/**
 * Everything under which a name is found: its characters and runs of up to four, as written, in full pinyin with every
 * reading, and by initials; beyond four characters also from its beginning, in the usual reading.
 */
export function nameTokens(characters: readonly SpokenCharacter[]): string[] {
  const tokens = new Set<string>();
  const isHeard = characters.some(({ character }) => HAN.test(character));
  for (let start = 0; start < characters.length; start += 1) {
    for (let length = 1; start + length <= characters.length && length <= LONGEST_RUN; length += 1) {
      const run = characters.slice(start, start + length);
      tokens.add(run.map(({ character }) => character).join(''));
      if (isHeard) for (const heard of soundsOf(run.map(({ readings }) => readings))) tokens.add(heard);
    }
  }
  for (let length = LONGEST_RUN + 1; isHeard && length <= characters.length; length += 1) {
    const usual = characters.slice(0, length).map(({ readings }) => readings.slice(0, 1));
    for (const heard of soundsOf(usual)) tokens.add(heard);
  }
  return [...tokens];
}

/** What a searched text must meet: written so, or, if it is in Latin letters, read so. Nothing left to compare meets nothing. */
export function nameNeedles(text: string): NameNeedles {
  const written = comparableName(text);
  const characters = [...written];
  const spelled = written.replaceAll('ü', 'v');
  const heard = LATIN.test(spelled) ? [HEARD + spelled] : [];
  if (characters.length <= LONGEST_RUN) return [[written, ...heard]];
  const last = characters.length - LONGEST_RUN;
  const starts = characters.map((_, start) => start).filter((start) => start < last);
  const steps = [...starts.filter((start) => start % (LONGEST_RUN - 1) === 0), last];
  return steps.map((start) => [characters.slice(start, start + LONGEST_RUN).join(''), ...heard]);
}

/** Spellings, and initials from two characters on. */
function soundsOf(readings: readonly (readonly string[])[]): string[] {
  const initials = readings.map((each) => [...new Set(each.map((reading) => reading.charAt(0)))]);
  return [...combined(readings), ...(readings.length > 1 ? combined(initials) : [])].map(
    (each) => HEARD + each,
  );
}

function combined(alternatives: readonly (readonly string[])[]): string[] {
  let spellings = [''];
  for (const each of alternatives) {
    const taken = spellings.length * each.length > MOST_SPELLINGS ? each.slice(0, 1) : each;
    spellings = spellings.flatMap((spelling) => taken.map((reading) => spelling + reading));
  }
  return spellings;
}
