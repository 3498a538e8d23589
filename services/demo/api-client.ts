import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface CallOptions {
  readonly prefer?: string;
  readonly ifMatch?: string;
  /** A refusal is what the caller expects, or may be; otherwise it ends the story. */
  readonly refused?: true | 'perhaps';
  readonly deviceId?: string;
}

/** Talks to the API as any other front end would. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string | null = null,
  ) {}

  withToken(token: string): ApiClient {
    return new ApiClient(this.baseUrl, token);
  }

  get(path: string, options: CallOptions = {}): Promise<Answer> {
    return this.call('GET', path, null, options);
  }

  post(path: string, body: object, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', path, JSON.stringify(body), options);
  }

  put(path: string, body: object, options: CallOptions = {}): Promise<Answer> {
    return this.call('PUT', path, JSON.stringify(body), options);
  }

  /** A file with its fields, as a form sends them. */
  upload(
    path: string,
    bytes: Buffer,
    fileName: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(bytes)]), fileName);
    return this.call('POST', path, form, {});
  }

  /** The bytes of a document, or null while there is none yet. */
  async download(path: string): Promise<Buffer | null> {
    const answer = await fetch(`${this.baseUrl}${path}`, { headers: this.headers({}) });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
  }

  private async call(
    method: string,
    path: string,
    body: string | FormData | null,
    options: CallOptions,
  ): Promise<Answer> {
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      body,
      headers: {
        ...this.headers(options),
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
      },
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
    if (options.refused !== 'perhaps' && answer.ok === (options.refused === true)) {
      throw new Error(`${method} ${path} → ${answer.status} ${text.slice(0, 800)}`);
    }
    return { status: answer.status, headers: answer.headers, body: parsed };
  }

  private headers({ prefer, ifMatch, deviceId }: CallOptions): Record<string, string> {
    return {
      ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
      ...(prefer !== undefined && { prefer }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(deviceId !== undefined && { 'x-device-id': deviceId }),
    };
  }
}
