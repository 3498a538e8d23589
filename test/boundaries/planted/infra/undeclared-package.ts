import { Struct } from 'restructure';
export const font = Struct;
