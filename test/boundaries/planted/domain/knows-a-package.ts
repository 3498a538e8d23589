import { randomInt } from 'class-transformer';
export const number = randomInt;
