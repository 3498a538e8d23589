export const isLast = (course: { passed: number }, all: number): boolean => course.passed + 1 >= all;
