import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** Source: domain.md §12. Wall clock. */
const VALID_MINUTES = 3;

/** Captchas that wait for their answer; each can be taken once. */
export class CaptchaRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** Forgets the expired ones on the way. */
  async keep(answer: string): Promise<string> {
    const id = randomUUID();
    await this.dataSource.query(
      `with expired as (delete from captcha where expires_at < clock_timestamp())
       insert into captcha (id, answer, expires_at) values ($1, $2, clock_timestamp() + make_interval(mins => $3))`,
      [id, answer, VALID_MINUTES],
    );
    return id;
  }

  /** The answer, for who takes it first; null for everybody else and when it has expired. */
  async take(id: string): Promise<string | null> {
    const [rows] = await this.dataSource.query<[{ answer: string; valid: boolean }[], number]>(
      'delete from captcha where id = $1 returning answer, expires_at > clock_timestamp() as valid',
      [id],
    );
    const [row] = rows;
    return row?.valid === true ? row.answer : null;
  }

  /** Without taking it. */
  async answerOf(id: string): Promise<string | null> {
    const [row] = await this.dataSource.query<{ answer: string }[]>(
      'select answer from captcha where id = $1 and expires_at > clock_timestamp()',
      [id],
    );
    return row?.answer ?? null;
  }
}
