export const PLATFORM = Symbol('PLATFORM');
export const METRICS = Symbol('METRICS');
