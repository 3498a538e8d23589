import { REVEALABLE_CLASSES } from '../../domain/authority/personal-fields.js';
import type { RevealedView } from '../../services/api/personal/reveal.views.js';
import type { Answer, ApiClient, RequestOptions } from './api-client.js';
import { succeeded } from './people.js';

export function reveal(
  client: ApiClient,
  path: string,
  body: object = {},
  options: RequestOptions = {},
): Promise<Answer<RevealedView>> {
  const asked = { classes: REVEALABLE_CLASSES, reason: '与原件核对', ...body };
  return client.post<RevealedView>(`${path}/reveal`, asked, options);
}

/** Everything that may be revealed, by where it stands. */
export async function revealedAt(
  client: ApiClient,
  path: string,
  body: object = {},
): Promise<Readonly<Record<string, string>>> {
  const { fields } = succeeded(await reveal(client, path, body));
  return Object.fromEntries(fields.map(({ pointer, value }) => [pointer, value]));
}
