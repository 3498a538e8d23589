export const LAST = `select id from application where passed >= 4`;
