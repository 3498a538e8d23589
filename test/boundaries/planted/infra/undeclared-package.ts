import { create } from 'fontkit';
export const font = create;
