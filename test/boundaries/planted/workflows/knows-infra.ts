import type { submit } from '../infra/database/application-facts.js';
export type Submit = typeof submit;
