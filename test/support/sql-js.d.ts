declare module 'sql.js' {
  export interface SqliteStatement {
    step(): boolean;
    get(): (string | number | Uint8Array | null)[];
    free(): void;
  }
  export interface SqliteDatabase {
    prepare(text: string): SqliteStatement;
    close(): void;
  }
  export default function initSqlJs(): Promise<{ Database: new (bytes: Uint8Array) => SqliteDatabase }>;
}
