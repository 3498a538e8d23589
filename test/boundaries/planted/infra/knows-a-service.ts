import { show } from '../services/api/plain.js';
export const shown = show;
