const USER_NAME = /^[a-z0-9._-]{4,32}$/;
const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

/** Names are compared and stored in lower case, so that no two look alike. */
export function normalUserName(text: string): string {
  return text.trim().toLowerCase();
}

/** The stored form of a new user name, or null: 4 to 32 letters, digits, `.`, `_` and `-`. */
export function parseUserName(text: string): string | null {
  const name = normalUserName(text);
  return USER_NAME.test(name) ? name : null;
}

/** A new password has 10 to 128 characters and is not the user name. */
export function isPasswordStrongEnough(password: string, userName: string): boolean {
  const length = [...password].length;
  const isLongEnough = length >= MIN_PASSWORD_LENGTH && length <= MAX_PASSWORD_LENGTH;
  return isLongEnough && normalUserName(password) !== normalUserName(userName);
}
