import { createServer } from 'node:http';

/** In the place of the worker: answers readiness, and needs a moment to stop. */
const server = createServer((_, answer) => answer.end('{}'));
server.listen(Number(process.env.WORKER_HEALTH_PORT), '127.0.0.1');
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300));
