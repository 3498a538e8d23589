/** What the unit confirms of what it submits or passes on. Source: domain.md §4.5. */
export interface UnitConfirmations {
  readonly selfChecked: boolean;
  readonly insuranceTaxConfirmed: boolean;
}

/** Everything that a submission declares beside its content. */
export interface Declarations extends UnitConfirmations {
  /** 员工端信息已核实 (domain.md §7.2). */
  readonly verifiedOnEmployeeSide: boolean;
  /** The review may not end in time, and the loss is the unit's own (domain.md §6.2 W4). */
  readonly acknowledgeLate: boolean;
  /** A change in unit review or returned ends with the renewal, which carries it (domain.md §4.5). */
  readonly absorb: boolean;
}

export const NOTHING_DECLARED: Declarations = {
  selfChecked: false,
  insuranceTaxConfirmed: false,
  verifiedOnEmployeeSide: false,
  acknowledgeLate: false,
  absorb: false,
};

/** Eligibility is asked before anybody confirms: what only needs a tick does not count against it. */
export const ROUTINE_DECLARED: Declarations = {
  ...NOTHING_DECLARED,
  selfChecked: true,
  insuranceTaxConfirmed: true,
};
