import { ApplicationFailure } from '@temporalio/activity';

interface DatabaseError {
  readonly code: string;
  readonly constraint?: string;
}

/** A database error may quote a row: only its SQLSTATE and constraint leave the activity (design.md §2). */
export async function withoutPersonalData<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw ApplicationFailure.retryable(
      `database error ${error.code} ${error.constraint ?? ''}`.trim(),
      'DatabaseError',
    );
  }
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}
