import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What stands behind the name of a command. */
export interface ReadArguments {
  /** By name; one that takes a value and got none is `true`, one that takes none and got one is a text. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  /** Options that the command does not know, as they were written. */
  readonly strange: readonly string[];
}

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/** Reads without complaint: which faults there are, the command says. */
export function readArguments(args: readonly string[], options: Options): ReadArguments {
  const config = { args: [...args], options, strict: false, allowPositionals: true, tokens: true } as const;
  const { values, positionals, tokens } = parseArgs(config satisfies ParseArgsConfig);
  const strange = tokens.flatMap((token) =>
    token.kind === 'option' && !Object.hasOwn(options, token.name) ? [token.rawName] : [],
  );
  return { values, positionals, strange };
}
