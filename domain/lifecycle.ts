/** A state machine as a table: state → action → next state. A pair that is not here is not allowed. */
export type Lifecycle<Status extends string, Action extends string> = Readonly<
  Record<Status, Readonly<Partial<Record<Action, Status>>>>
>;

/** The state that `action` leads to from `from`, or null when the table does not know the pair. */
export function nextStatus<Status extends string, Action extends string>(
  table: Lifecycle<Status, Action>,
  from: Status,
  action: Action,
): Status | null {
  return table[from][action] ?? null;
}

/** The actions that a state knows, in the order of the table. */
export function actionsFrom<Status extends string, Action extends string>(
  table: Lifecycle<Status, Action>,
  from: Status,
): readonly Action[] {
  return Object.keys(table[from]) as Action[];
}
