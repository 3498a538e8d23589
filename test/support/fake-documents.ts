import type { DocumentActivities } from '../../activities/document.activities.js';

/** Draws nothing, notes what it was asked for; while the store is away it fails as the real one does. */
export class FakeDocuments implements DocumentActivities {
  storeAway = false;
  readonly attempts: string[] = [];
  readonly issued: string[] = [];

  issueReceipt = (applicationId: string, round: number): Promise<void> =>
    this.issue(`receipt ${applicationId} ${round}`);

  issueConfirmationForm = (applicationId: string): Promise<void> => this.issue(`form ${applicationId}`);

  private async issue(document: string): Promise<void> {
    this.attempts.push(document);
    if (this.storeAway) throw new Error('the object store cannot be reached');
    if (!this.issued.includes(document)) this.issued.push(document);
  }
}
