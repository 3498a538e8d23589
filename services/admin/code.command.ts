import { totpCodeNow } from '../../infra/identity/totp.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand } from './admin-command.js';

const BASE32_SECRET = /^[A-Z2-7]{16,64}$/;

/** What an authenticator app would show for a secret that the caller has; needs no server and opens none. */
export const codeCommand: AdminCommand = {
  usage: 'code <二次验证密钥>',
  summary: '显示该密钥当前的动态验证码（不需要服务器；试用账户的密钥见 accounts.json）',
  run([secret, ...more], out) {
    if (secret === undefined || more.length > 0 || !BASE32_SECRET.test(secret)) {
      out.error(`用法：${this.usage}`);
      return Promise.resolve(EXIT_USAGE);
    }
    out.line(totpCodeNow(secret));
    return Promise.resolve(EXIT_OK);
  },
};
