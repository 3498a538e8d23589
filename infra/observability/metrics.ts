import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { elevated } from '../database/row-scope.js';

/** Prometheus figures of one process. */
export function createMetrics(service: string, dataSource: DataSource) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, sql: string) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const [row] = await elevated('METRICS', () => dataSource.query<[{ value: number }]>(sql));
        this.set(Number(row.value));
      },
    });
  gauge(
    'juzheng_outbox_rows',
    'Messages promised and not delivered yet',
    'select count(*) as value from outbox',
  );
  gauge(
    'juzheng_stuck_applications',
    'Applications whose process is behind its facts for more than 60 s',
    `select count(*) as value from application where fact_version > processed_version
       and fact_recorded_at < clock_timestamp() - interval '60 seconds'`,
  );
  gauge(
    'juzheng_unsealed_audit_events',
    'Audit events older than 60 s without a seal',
    `select count(*) as value from audit_event e where recorded_at < clock_timestamp() - interval '60 seconds'
       and not exists (select 1 from audit_seal s where s.event_seq = e.seq)`,
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
