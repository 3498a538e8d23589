/** Where an operator sees a workflow in the Temporal UI. */
export function workflowPage(uiUrl: string, namespace: string, workflowId: string): string {
  return `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}

/** COMPLETED, RUNNING …, as the UI's own server says; null when it does not know the workflow. */
export async function workflowStatus(
  uiUrl: string,
  namespace: string,
  workflowId: string,
): Promise<string | null> {
  const answer = await fetch(
    `${uiUrl}/api/v1/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`,
  );
  if (!answer.ok) return null;
  const body = (await answer.json()) as { workflowExecutionInfo?: { status?: string } };
  return body.workflowExecutionInfo?.status?.replace('WORKFLOW_EXECUTION_STATUS_', '') ?? null;
}
