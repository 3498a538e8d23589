import { recordPermitTransition } from './permit-transition.js';
export const move = recordPermitTransition;
