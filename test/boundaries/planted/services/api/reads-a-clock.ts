export const receivedAt = (): Date => new Date();
