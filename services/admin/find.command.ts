import { findCases } from '../../infra/database/found-cases.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand } from './admin-command.js';
import { withPlatform } from './with-platform.js';

const SHORTEST = 4;
const SHOWN = 50;

/** Units, applications, permits and accounts by what an operator has in hand. */
export const findCommand: AdminCommand = {
  usage: 'find <业务编号、证件编号、信用代码、单位名称的一部分，或用户名、id>',
  summary: '查找单位、业务、证件、账号',
  async run(args, out) {
    const text = args.join(' ').trim();
    if ([...text].length < SHORTEST || text.startsWith('--')) {
      out.error(`请给出至少 ${SHORTEST} 个字。用法：${this.usage}`);
      return EXIT_USAGE;
    }
    return withPlatform(async ({ dataSource }) => {
      const found = await findCases(dataSource.manager, text, SHOWN + 1);
      for (const { kind, number, about, status, id } of found.slice(0, SHOWN)) {
        out.line([kind, number, about, status, id].join('  '));
      }
      if (found.length > SHOWN) out.line(`只列出前 ${SHOWN} 条，请给出更长的编号`);
      if (found.length === 0) out.line(`没有找到“${text}”`);
      return EXIT_OK;
    });
  },
};
