export const later = (then: () => void): void => void setTimeout(then, 1);
