import { recordTransition } from '../../infra/database/application-transition.js';
export const move = recordTransition;
