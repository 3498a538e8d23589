import type { PolicyNoticeView } from '../../services/api/notices/policy-notices.dto.js';
import type { Answer, ApiClient, RequestOptions } from './api-client.js';
import { pdfUpload } from './people.js';

export async function publishPolicyNotice(
  operator: ApiClient,
  title: string,
  options: RequestOptions = {},
): Promise<Answer<PolicyNoticeView>> {
  const document = await pdfUpload(title, { title });
  return operator.upload<PolicyNoticeView>('/api/v1/policy-notices', document, options);
}
