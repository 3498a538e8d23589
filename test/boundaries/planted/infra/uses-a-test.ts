import { fake } from '../test/support/plain.js';
export const faked = fake;
