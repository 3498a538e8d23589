import { nameOf } from '../../activities/plain.activities.js';
export const named = nameOf;
