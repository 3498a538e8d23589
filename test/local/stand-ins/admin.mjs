import { writeFileSync } from 'node:fs';

/** In the place of `admin prepare` and `admin seed`: shows that it ran, and with what. */
const [command, , accountsFile] = process.argv.slice(2);
if (command === 'seed') {
  writeFileSync(accountsFile, '[]', { mode: 0o600 });
  console.log(`seeded as of ${process.env.JUZHENG_START_AT ?? 'now'}`);
}
