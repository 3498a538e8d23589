import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { countUnsealed } from '../database/audit-sealer.js';
import { elevated } from '../database/row-scope.js';

/** Prometheus figures of one process. */
export function createMetrics(service: string, dataSource: DataSource) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, count: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await elevated('METRICS', count));
      },
    });
  const rows = (sql: string) => async () => {
    const [row] = await dataSource.query<[{ value: number }]>(`select count(*)::int as value from ${sql}`);
    return row.value;
  };
  gauge('juzheng_outbox_rows', 'Messages promised and not delivered yet', rows('outbox'));
  gauge(
    'juzheng_stuck_applications',
    'Applications whose process is behind its facts for more than 60 s',
    rows(
      `application where fact_version > processed_version
         and fact_recorded_at < clock_timestamp() - interval '60 seconds'`,
    ),
  );
  gauge('juzheng_unsealed_audit_events', 'Audit events older than 60 s without a seal', () =>
    countUnsealed(dataSource, 60),
  );
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'juzheng_http_request_seconds',
      help: 'Time to answer, by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    personalDataAlarms: new Counter({
      name: 'juzheng_personal_data_alarms_total',
      help: 'Payloads with personal data that were about to reach the engine',
      registers: [registry],
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
