import { isDeepStrictEqual } from 'node:util';

const UNTIL_MS = 60_000;
const POLL_MS = 200;

/** Runs the steps of the story aloud and lets none pass that was not seen to be so. */
export class Stage {
  private count = 0;
  private readonly startedAt = performance.now();

  constructor(private readonly say: (text: string) => void) {}

  async step<T>(title: string, act: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const number = String(++this.count).padStart(2);
    try {
      const result = await act();
      this.say(`${number}. ${title}  ✓ ${((performance.now() - began) / 1000).toFixed(1)} s`);
      return result;
    } catch (error) {
      this.say(`${number}. ${title}  ✗`);
      throw error;
    }
  }

  get elapsedSeconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** Asks again until there is an answer; a story that does not go on within a minute has failed. */
  async until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
    const deadline = performance.now() + UNTIL_MS;
    while (performance.now() < deadline) {
      const answer = await ask();
      if (answer !== null) return answer;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`等待${what}超过 ${UNTIL_MS / 1000} 秒`);
  }

  matches(body: unknown, expected: object): boolean {
    return Object.entries(expected).every(([name, value]) => isDeepStrictEqual(this.part(body, name), value));
  }

  expect(body: unknown, expected: object): void {
    if (!this.matches(body, expected)) {
      throw new Error(`应为 ${JSON.stringify(expected)}，实为 ${JSON.stringify(body).slice(0, 600)}`);
    }
  }

  /** The named fields as text; a missing one fails the story. */
  read<Name extends string>(body: unknown, ...names: readonly Name[]): Record<Name, string> {
    const read = names.map((name) => {
      const value = this.part(body, name);
      if (value === undefined || value === null)
        throw new Error(`答复缺少 ${name}：${JSON.stringify(body).slice(0, 300)}`);
      return [name, String(value)];
    });
    return Object.fromEntries(read) as Record<Name, string>;
  }

  includes(list: unknown, like: object): boolean {
    return this.itemsOf(list).some((item) => this.matches(item, like));
  }

  /** Fields of the one item that is like this; none fails the story. */
  find<Name extends string>(list: unknown, like: object, ...names: readonly Name[]): Record<Name, string> {
    const found = this.itemsOf(list).find((item) => this.matches(item, like));
    if (found === undefined)
      throw new Error(`列表中没有 ${JSON.stringify(like)}：${JSON.stringify(list).slice(0, 600)}`);
    return this.read(found, ...names);
  }

  part(body: unknown, name: string): unknown {
    return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  }

  private itemsOf(list: unknown): readonly unknown[] {
    const items = Array.isArray(list) ? list : this.part(list, 'items');
    return Array.isArray(items) ? items : [];
  }
}
