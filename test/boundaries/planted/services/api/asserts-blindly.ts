export const id = (value: unknown): string => value as string;
