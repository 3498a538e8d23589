import { maskName } from '../../domain/identity/masks.js';
export const shown = maskName('王静');
