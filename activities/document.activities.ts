import type { DocumentIssue } from '../infra/documents/document-issue.js';
import { withoutPersonalData } from './failures.js';

export interface DocumentActivities {
  issueReceipt(applicationId: string, round: number): Promise<void>;
  issueConfirmationForm(applicationId: string): Promise<void>;
}

/** Each is safe to run twice: one document per kind, application and round, under its content's address. */
export function createDocumentActivities(documents: DocumentIssue): DocumentActivities {
  return {
    issueReceipt: (id, round) => withoutPersonalData(() => documents.issueReceipt(id, round)),
    issueConfirmationForm: (id) => withoutPersonalData(() => documents.issueConfirmationForm(id)),
  };
}
