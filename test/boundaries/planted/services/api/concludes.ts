import { conclude } from '../../infra/database/application-process.js';
export const end = conclude;
