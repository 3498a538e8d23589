export const maskName = (name: string): string => `${name.slice(0, 1)}*`;
