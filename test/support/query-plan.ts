import type { DataSource } from 'typeorm';

/** What the database says of a statement that it has carried out; times in milliseconds. */
export interface Explained {
  readonly Plan: PlanNode;
  readonly 'Execution Time': number;
}

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The product's own statement, as the database carries it out: `work` asks once by what it is given. */
export async function explained(
  owner: DataSource,
  work: (explaining: Pick<DataSource, 'query'>) => Promise<unknown>,
): Promise<Explained> {
  const found: Explained[] = [];
  await work({
    query: async <Rows>(statement: string, parameters?: unknown[]) => {
      const [row] = await owner.query<[{ 'QUERY PLAN': [Explained] }]>(
        `explain (analyze, buffers, format json) ${statement}`,
        parameters,
      );
      found.push(...row['QUERY PLAN']);
      return [] as Rows;
    },
  });
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} statements, one was expected`);
  return only;
}

export function* nodesOf(plan: PlanNode): Generator<PlanNode> {
  yield plan;
  for (const each of plan.Plans ?? []) yield* nodesOf(each);
}

/** Pages of 8 kB that the statement looked at. */
export function pagesOf({ Plan: plan }: Explained): number {
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
}
