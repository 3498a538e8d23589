import { show } from '../api/plain.js';
export const shown = show;
