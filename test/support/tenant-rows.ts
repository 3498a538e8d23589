import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** One person at one unit of one department, with a row in every tenant table; two of them are strangers to each other. */
export interface TenantWorld {
  readonly unitId: string;
  readonly departmentId: string;
  readonly employeeId: string;
  readonly applicationId: string;
  readonly permitId: string;
  /** Of every tenant table, the row as it was inserted. */
  readonly rows: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const DAY = '2021-08-05';
const NOW = '2021-08-05T02:00:00Z';

export async function addUnit(client: Client, departmentId: string): Promise<string> {
  const id = randomUUID();
  await insert(client, 'unit', {
    id,
    uscc: id,
    name: '单位',
    registered_address: '地址',
    unit_type: 'ENTERPRISE',
  });
  await insert(client, 'business_permission', {
    id: randomUUID(),
    unit_id: id,
    permit_type: 'BEIJING_WORK_RESIDENCE',
    status: 'ACTIVE',
    scope: 'FULL',
    supervising_department_id: departmentId,
  });
  return id;
}

export async function addDepartmentRow(client: Client, level: 'DISTRICT' | 'MUNICIPAL'): Promise<string> {
  const id = randomUUID();
  await insert(client, 'department', { id, name: id, level, permit_types: '[]' });
  return id;
}

export async function addAssociation(
  client: Client,
  { unitId, employeeId }: Pick<TenantWorld, 'unitId' | 'employeeId'>,
  status: string,
): Promise<string> {
  const id = randomUUID();
  await insert(client, 'association', {
    id,
    unit_id: unitId,
    employee_id: employeeId,
    status,
    requested_at: NOW,
  });
  return id;
}

/** `$1` of the table's name: how a row of it is told from others. */
export function keyOf(table: string, row: Readonly<Record<string, unknown>>): [string, unknown] {
  const key = KEYS[table] ?? 'id';
  return [key, row[key]];
}
const KEYS: Readonly<Record<string, string>> = {
  domestic_education: 'employee_id',
  application_contract: 'application_id',
  permit_term: 'permit_id',
  permit_unit_period: 'permit_id',
  permit_milestone: 'permit_id',
  notified_last_day: 'permit_id',
  unit_profile_draft: 'unit_id',
  emergency_contact: 'unit_id',
  unit_identity: 'account_id',
};

/** Sealed columns hold what `seal` makes of a word. */
export async function addWorld(
  client: Client,
  seal: (text: string) => string = (text) => text,
): Promise<TenantWorld> {
  const departmentId = await addDepartmentRow(client, 'DISTRICT');
  const unitId = await addUnit(client, departmentId);
  const employeeId = randomUUID();
  const applicationId = randomUUID();
  const permitId = randomUUID();
  const associationId = randomUUID();
  const accountId = randomUUID();
  const taskId = randomUUID();
  const fileId = randomUUID();
  const sha256 = randomUUID();
  const period = { from_day: DAY, to_day: null };
  const rows = new Map<string, Readonly<Record<string, unknown>>>(
    Object.entries({
      employee: {
        id: employeeId,
        name: '王小明',
        sex: 'MALE',
        birth_date: '1990-01-01',
        phone_sealed: seal('s'),
        id_type: 'PASSPORT',
        id_no_sealed: seal('s'),
        id_no_index: employeeId,
        id_no_tail_index: 's',
      },
      domestic_education: {
        employee_id: employeeId,
        highest_degree: '硕士',
        academic_degree: '硕士',
        school: '大学',
        major: '专业',
        enrolled_on: DAY,
        graduated_on: DAY,
        holds_professional_title: false,
      },
      overseas_education: {
        id: randomUUID(),
        employee_id: employeeId,
        school: '大学',
        country: '国家',
        major: '专业',
        degree: '硕士',
        from_day: DAY,
        to_day: DAY,
      },
      study_history: { id: randomUUID(), employee_id: employeeId, ...period, school: '大学' },
      work_history: {
        id: randomUUID(),
        employee_id: employeeId,
        ...period,
        employer: '公司',
        position: '职',
      },
      family_member: {
        id: randomUUID(),
        employee_id: employeeId,
        relation: 'SPOUSE',
        name: '李娜',
        id_type: 'PASSPORT',
        id_no_sealed: seal('s'),
        id_no_index: 's',
        birth_date: '1990-01-01',
      },
      insurance_tax_month: {
        id: randomUUID(),
        employee_id: employeeId,
        month: '2021-07',
        insurance_paid: true,
        taxable_income_sealed: seal('s'),
      },
      identity_correction: {
        id: randomUUID(),
        employee_id: employeeId,
        department_id: departmentId,
        status: 'PENDING',
        registered_sealed: seal('s'),
        proposed_sealed: seal('s'),
        reason: '录入错误',
        scan_file_id: fileId,
        scan_file_name: '身份证.pdf',
        scan_media_type: 'application/pdf',
        scan_sha256: sha256,
      },
      association: {
        id: associationId,
        unit_id: unitId,
        employee_id: employeeId,
        status: 'ACTIVE',
        requested_at: NOW,
      },
      labor_contract: {
        id: randomUUID(),
        association_id: associationId,
        position: '职',
        start_date: DAY,
        open_ended: true,
        is_current: true,
      },
      permit: {
        id: permitId,
        permit_no: permitId,
        permit_type: 'BEIJING_WORK_RESIDENCE',
        employee_id: employeeId,
        holder_snapshot_sealed: seal('s'),
        unit_id: unitId,
        supervising_department_id: departmentId,
        status: 'VALID',
        valid_from: DAY,
        valid_until: '2024-08-04',
      },
      permit_term: { permit_id: permitId, term: 1, from_day: DAY, until_day: '2024-08-04' },
      permit_unit_period: { permit_id: permitId, unit_id: unitId, ...period },
      notified_last_day: { permit_id: permitId, term: 1, last_submission_on: DAY, notified_at: NOW },
      permit_milestone: {
        permit_id: permitId,
        term: 1,
        kind: 'OPENS',
        on_day: DAY,
        reached_at: NOW,
        delivered: true,
      },
      historical_request: {
        id: randomUUID(),
        unit_id: unitId,
        employee_id: employeeId,
        permit_id: permitId,
        from_day: DAY,
        to_day: DAY,
        requested_at: NOW,
      },
      application: applicationRow(applicationId, unitId, employeeId),
      application_snapshot: {
        id: randomUUID(),
        application_id: applicationId,
        snapshot_no: 1,
        round: 1,
        taken_at: NOW,
        content_sealed: seal('s'),
        files: '[]',
        hints: '[]',
      },
      application_contract: {
        application_id: applicationId,
        position: '职',
        start_date: '2020-01-01',
        end_date: DAY,
        scan_file_id: fileId,
      },
      review_task: {
        id: taskId,
        application_id: applicationId,
        unit_id: unitId,
        round: 1,
        level: 'DISTRICT_FIRST',
        department_id: departmentId,
        status: 'OPEN',
        received_at: NOW,
        queued_at: NOW,
        due_on: DAY,
      },
      return_point: {
        id: randomUUID(),
        application_id: applicationId,
        task_id: taskId,
        round: 1,
        level: 'DISTRICT_FIRST',
        position: 1,
        kind: 'FIELD',
        target: 'name',
        text: '请补充',
        state: 'OPEN',
        raised_at: NOW,
      },
      issued_document: {
        id: randomUUID(),
        kind: 'RECEIPT',
        number: randomUUID(),
        application_id: applicationId,
        round: 1,
        sha256,
        object_key: 'k',
        size_bytes: 1,
        verification_code: 'c',
        issued_at: NOW,
      },
      unit_profile_draft: { unit_id: unitId, step: 'GENERAL', content_sealed: seal('s'), saved_at: NOW },
      unit_handler: {
        id: randomUUID(),
        unit_id: unitId,
        name: '王静',
        id_type: 'RESIDENT_ID',
        id_no_sealed: seal('s'),
        mobile_sealed: seal('s'),
        is_primary: true,
      },
      emergency_contact: { unit_id: unitId, name: '赵磊', mobile_sealed: seal('s') },
      unit_authorization: {
        id: randomUUID(),
        unit_id: unitId,
        method: 'E_LICENCE',
        role: 'UNIT_HANDLER',
        person_name: '陈晨',
        person_index: 's',
        id_type: 'RESIDENT_ID',
        id_no_sealed: seal('s'),
        mobile_sealed: seal('s'),
        granted_by: accountId,
      },
      unit_identity: { account_id: accountId, unit_id: unitId, person_index: 's', id_no_sealed: seal('s') },
      attachment_file: {
        id: fileId,
        owner_kind: 'EMPLOYEE',
        owner_id: employeeId,
        catalogue_code: 'EMP_ID',
        file_name: '身份证.pdf',
        sha256,
        pages: 1,
        uploaded_on: DAY,
        uploaded_at: NOW,
        uploaded_by: employeeId,
      },
    }),
  );
  await insert(client, 'stored_object', {
    sha256,
    object_key: 'k',
    media_type: 'application/pdf',
    size_bytes: 1,
  });
  await insert(client, 'account', {
    id: accountId,
    user_name: accountId,
    password_hash: 's',
    person_name: '陈晨',
    role: 'UNIT_HANDLER',
    unit_id: unitId,
  });
  for (const [table, row] of rows) await insert(client, table, row);
  return { unitId, departmentId, employeeId, applicationId, permitId, rows };
}

export function applicationRow(id: string, unitId: string, employeeId: string) {
  return {
    id,
    application_no: id,
    type: 'NEW',
    permit_type: 'BEIJING_WORK_RESIDENCE',
    unit_id: unitId,
    employee_id: employeeId,
    initiated_by: employeeId,
    status: 'IN_REVIEW',
    payload: '{}',
  };
}

export async function insert(
  client: Client,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.query(insertion(table, row), Object.values(row));
}

/** The statement that inserts such a row; its values are the row's own, in their order. */
export function insertion(table: string, row: Readonly<Record<string, unknown>>): string {
  const places = Object.keys(row).map((_, index) => `$${index + 1}`);
  return `insert into ${table} (${Object.keys(row).join(', ')}) values (${places.join(', ')})`;
}
