import { FORM_TEMPLATES } from '../../../domain/help/form-templates.js';
import type { FormTemplateView } from './help.views.js';

/** The templates with the addresses that they are downloaded from. */
export function formTemplates(): FormTemplateView[] {
  return Object.entries(FORM_TEMPLATES).map(([code, { name }]) => ({
    code,
    name,
    downloadUrl: `/api/v1/help/templates/${code}`,
  }));
}
