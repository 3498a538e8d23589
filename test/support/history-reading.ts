import type { History } from '@temporalio/common/lib/proto-utils.js';

/** A history as the JSON that is saved, with its payloads opened: what an operator could read of it, no more. */
export interface HistoryRead {
  /** Kind of event → how many. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly localActivities: readonly { readonly name: string; readonly result: unknown }[];
  /** Ordinary activities in the order of their scheduling. */
  readonly activities: readonly string[];
  /** Search attributes as they were set, one entry for each time. */
  readonly attributes: readonly Readonly<Record<string, unknown>>[];
  readonly signals: readonly string[];
  readonly timers: number;
  readonly result: unknown;
}

interface Payload {
  readonly data?: string;
}
interface Payloads {
  readonly payloads?: readonly Payload[];
}
type Attributes = Readonly<Record<string, unknown>>;

const KIND = /^EVENT_TYPE_/;

export function readHistory(history: History): HistoryRead {
  const kinds: Record<string, number> = {};
  const read = {
    kinds,
    localActivities: [] as { name: string; result: unknown }[],
    activities: [] as string[],
    attributes: [] as Record<string, unknown>[],
    signals: [] as string[],
    result: undefined as unknown,
  };
  for (const { kind, attributes } of eventsOf(history)) {
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    switch (kind) {
      case 'MARKER_RECORDED':
        read.localActivities.push(localActivity(attributes));
        break;
      case 'ACTIVITY_TASK_SCHEDULED':
        read.activities.push(String(part(attributes, 'activityType')['name']));
        break;
      case 'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES':
        read.attributes.push(openedFields(part(part(attributes, 'searchAttributes'), 'indexedFields')));
        break;
      case 'WORKFLOW_EXECUTION_SIGNALED':
        read.signals.push(String(attributes['signalName']));
        break;
      case 'WORKFLOW_EXECUTION_COMPLETED':
        read.result = opened(part(attributes, 'result'));
        break;
    }
  }
  return { ...read, timers: kinds['TIMER_STARTED'] ?? 0 };
}

/** Every payload of a history opened, and everything else as it stands: for the search for personal data. */
export function openedHistory(history: History): unknown {
  return JSON.parse(JSON.stringify(history), (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? contentOf(value) : value,
  );
}

function eventsOf(history: History): { kind: string; attributes: Attributes }[] {
  const { events = [] } = JSON.parse(JSON.stringify(history)) as { events?: readonly Attributes[] };
  return events.map((event) => {
    const name = Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '';
    return { kind: String(event['eventType']).replace(KIND, ''), attributes: part(event, name) };
  });
}

function localActivity(attributes: Attributes): { name: string; result: unknown } {
  const details = part(attributes, 'details');
  const about = opened(part(details, 'data')) as { activity_type: string };
  return { name: about.activity_type, result: opened(part(details, 'result')) };
}

function openedFields(fields: Attributes): Record<string, unknown> {
  const names = Object.keys(fields);
  return Object.fromEntries(names.map((name) => [name, contentOf((part(fields, name) as Payload).data)]));
}

function opened(payloads: Payloads): unknown {
  return contentOf(payloads.payloads?.[0]?.data);
}

function contentOf(data: string | undefined): unknown {
  if (data === undefined) return undefined;
  const text = Buffer.from(data, 'base64').toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function part(of: Attributes, name: string): Attributes {
  const found = of[name];
  return typeof found === 'object' && found !== null ? (found as Attributes) : {};
}
