import { Injectable } from '@nestjs/common';
import { create } from 'svg-captcha';
import { CaptchaRecords } from '../../../infra/database/captcha-records.js';
import { Refused } from '../../../infra/database/refused.js';
import type { CaptchaAnswerView, CaptchaView } from './identity.views.js';

/** Characters that look like another one are left out. */
const PICTURE = { size: 4, noise: 2, ignoreChars: '0oO1iIlL' };

/** Image captchas (domain.md §12). */
@Injectable()
export class CaptchaService {
  constructor(private readonly captchas: CaptchaRecords) {}

  async issue(): Promise<CaptchaView> {
    const { text, data } = create(PICTURE);
    return { id: await this.captchas.keep(text), svg: data };
  }

  /** Whatever the answer, the captcha is used up; case does not count. */
  async isAnswered(id: string, answer: string): Promise<boolean> {
    const expected = await this.captchas.take(id);
    return expected !== null && expected.toLowerCase() === answer.toLowerCase();
  }

  async reveal(id: string): Promise<CaptchaAnswerView> {
    const answer = await this.captchas.answerOf(id);
    if (answer === null) throw Refused.because('FORBIDDEN_SCOPE');
    return { answer };
  }
}
