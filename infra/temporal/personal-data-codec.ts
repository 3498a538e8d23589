import type { Payload, PayloadCodec } from '@temporalio/common';
import { findPersonalData } from '../personal-data/personal-data-guard.js';

/** Throws in tests and where the API speaks to the engine; a production worker counts and alarms (design.md §2). */
export type GuardReaction = (places: readonly string[]) => void;

export const refusePersonalData: GuardReaction = (places) => {
  throw new TypeError(`personal data must not reach the engine: ${places.join(', ')}`);
};

/** Looks at everything that would become history; changes nothing. */
export class PersonalDataCodec implements PayloadCodec {
  constructor(private readonly react: GuardReaction) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const places = payloads.flatMap(placesOf);
    if (places.length > 0) this.react(places);
    return payloads;
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads;
  }
}

function placesOf({ data }: Payload): string[] {
  const text = Buffer.from(data ?? []).toString('utf8');
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // binary or plain text: searched as it stands
  }
  return findPersonalData(value).map(({ kind, pointer }) => `${kind} at ${pointer || '/'}`);
}
