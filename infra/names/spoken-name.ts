import { pinyin } from 'pinyin-pro';
import { comparableName, type SpokenCharacter } from '../../domain/identity/name-tokens.js';

const READING = { toneType: 'none', type: 'array', v: true } as const;
const knownReadings = new Map<string, readonly string[]>();

/** The characters of a name with all their readings; the one of this name, surnames included, comes first. */
export function spokenName(name: string): SpokenCharacter[] {
  const characters = [...comparableName(name)];
  const usual = pinyin(characters.join(''), { ...READING, surname: 'head' });
  return characters.map((character, index) => ({
    character,
    readings: spelled([usual[index] ?? character, ...readingsOf(character)]),
  }));
}

function readingsOf(character: string): readonly string[] {
  const known = knownReadings.get(character) ?? pinyin(character, { ...READING, multiple: true });
  knownReadings.set(character, known);
  return known;
}

/** ü stands as v, and as passports write it: lyu, nyu, lue. */
function spelled(readings: readonly string[]): string[] {
  const all = readings.flatMap((reading) => {
    if (!/^[ln]v/.test(reading)) return [reading];
    const end = reading.slice(2);
    return [reading, `${reading.charAt(0)}${end === '' ? 'yu' : 'u'}${end}`];
  });
  return [...new Set(all)];
}
