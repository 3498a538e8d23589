import { firstOf } from '../../workflows/plain.workflow.js';
export const first = firstOf;
