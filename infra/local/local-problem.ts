/** Something in the surroundings stops a command; the text says what to do, in both languages. */
export class LocalProblem extends Error {
  override readonly name = 'LocalProblem';

  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}`);
  }
}

/** The person asked for the stop; nothing went wrong. */
export class StoppedByRequest extends Error {
  override readonly name = 'StoppedByRequest';
}
