/** What has an interface instead of a class to be injected by. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');
export const LOG = Symbol('LOG');
export const METRICS = Symbol('METRICS');
export const OBJECT_STORE = Symbol('OBJECT_STORE');
