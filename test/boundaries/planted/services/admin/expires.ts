import { expire } from '../../infra/database/permit-process.js';
export const end = expire;
