import { Client, type ClientConfig } from 'pg';
import { currentScope } from './row-scope.js';

const SET_SCOPE = `select set_config('juzheng.scope', $1, $2::boolean)`;
const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i;
const ROLLS_BACK_TO = /^\s*rollback\s+(?:work\s+|transaction\s+)?to\b/i;
const ENDS = /^\s*(?:commit|rollback|end|abort)\b/i;
const MARKS = /^\s*(?:savepoint|release)\b/i;
/** SQLSTATE in_failed_sql_transaction. */
const FAILED_TRANSACTION = '25P02';

/**
 * A connection that tells the database whose rows a statement may touch before it sends it, where that differs from what
 * was told last (ADR 11). Outside a transaction it is told for good; inside one for its rest, so that a rollback leaves
 * what was told before. Statements of one connection are answered in the order in which they are sent.
 */
export class ScopedClient extends Client {
  /** Told outside transactions. */
  private lasting = '';
  /** Told within the open transaction; null: nothing, undefined: a rollback to a savepoint may have taken it back. */
  private passing: string | null | undefined = null;
  private inTransaction = false;

  constructor(config: ClientConfig) {
    super(config);
    const send = this.query.bind(this);
    const sendScoped = (...asked: unknown[]): unknown => {
      this.tellScope(textOf(asked[0]), send);
      return Reflect.apply(send, undefined, asked);
    };
    Object.defineProperty(this, 'query', { value: sendScoped });
  }

  private tellScope(text: string, send: Client['query']): void {
    if (ROLLS_BACK_TO.test(text)) {
      this.passing = undefined;
      return;
    }
    if (ENDS.test(text)) {
      this.passing = null;
      this.inTransaction = false;
      return;
    }
    if (MARKS.test(text)) return;
    const scope = currentScope();
    const told = this.passing === null ? this.lasting : this.passing;
    if (told !== scope) {
      if (this.inTransaction) this.passing = scope;
      else this.lasting = scope;
      send(SET_SCOPE, [scope, this.inTransaction], (fault) => this.hear(fault));
    }
    if (BEGINS.test(text)) this.inTransaction = true;
  }

  /** In a failed transaction nothing else succeeds either; else what follows would run in another's scope. */
  private hear(fault: Error | null | undefined): void {
    if (!fault || ('code' in fault && fault.code === FAILED_TRANSACTION)) return;
    void this.end().catch(() => undefined); // the server reads the farewell before what is sent next
  }
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  if (typeof asked !== 'object' || asked === null) return '';
  const text: unknown = Reflect.get(asked, 'text');
  return typeof text === 'string' ? text : '';
}
