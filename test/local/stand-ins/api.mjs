import { createServer } from 'node:http';

/** In the place of the API: answers readiness until it is asked to stop. */
const server = createServer((_, answer) => answer.end('{}'));
server.listen(Number(process.env.API_PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
