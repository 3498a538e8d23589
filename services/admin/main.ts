import 'reflect-metadata';
import { readMode, type Environment } from '../../infra/config/environment.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand, type CommandOutput } from './admin-command.js';
import { auditCommand } from './audit.command.js';
import { calendarCommand } from './calendar.command.js';
import { codeCommand } from './code.command.js';
import { explainCommand } from './explain.command.js';
import { findCommand } from './find.command.js';
import { importCommand } from './import.command.js';
import { personalDataCommand } from './personal-data.command.js';
import { prepareCommand } from './prepare.command.js';
import { reassignCommand } from './reassign.command.js';
import { reconcileCommand } from './reconcile.command.js';
import { seedCommand } from './seed.command.js';
import { walletCommand } from './wallet.command.js';
import { windowCommand } from './window.command.js';

/** The operator's command line: name → command; production has none that plays somebody. */
export function commandsOf(mode: Environment['mode']): Readonly<Record<string, AdminCommand>> {
  return {
    audit: auditCommand,
    calendar: calendarCommand,
    ...(mode === 'trial' && { code: codeCommand }),
    explain: explainCommand,
    find: findCommand,
    import: importCommand,
    'personal-data': personalDataCommand,
    prepare: prepareCommand,
    reassign: reassignCommand,
    reconcile: reconcileCommand,
    seed: seedCommand,
    ...(mode === 'trial' && { wallet: walletCommand }),
    window: windowCommand,
  };
}

/** Runs the command that the first argument names; an unknown one lists all of them. Gives the exit code. */
export async function runAdmin(argv: readonly string[], out: CommandOutput): Promise<number> {
  const [name, ...args] = argv;
  const commands = commandsOf(readMode());
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command.run(args, out);
  if (name === '--help' || name === 'help') {
    out.line(listing(commands));
    return EXIT_OK;
  }
  out.error(name === undefined ? '请给出命令。' : `不认识的命令：${name}`);
  out.error(listing(commands));
  return EXIT_USAGE;
}

function listing(commands: Readonly<Record<string, AdminCommand>>): string {
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return ['可用命令：', ...lines].join('\n');
}

if (require.main === module) {
  void runAdmin(process.argv.slice(2), {
    line: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
  }).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
