/** Asks until there is an answer; a process that does not come to it in time has failed. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null>,
  withinMs = 45_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}
