import { submit } from '../infra/database/application-facts.js';
export const act = submit;
