/** The lint rules that are this product's own (docs: style.md §2 rules 1, 3, 9; stack.md trap 2). */
const COMPARISONS = new Set(['===', '!==', '==', '!=']);
const RECKONINGS = new Set([...COMPARISONS, '<', '<=', '>', '>=', '+', '-']);
const PASSED_IN_SQL = /\bpassed\s*(?:[-+<>=]|!=)/;

const nameOf = (node) => {
  switch (node?.type) {
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return node.computed ? nameOfLiteral(node.property) : node.property.name;
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return nameOf(node.expression);
    case 'CallExpression':
      return nameOf(node.callee);
    default:
      return '';
  }
};
const nameOfLiteral = (node) => (isText(node) ? node.value : '');
const isText = (node) => node?.type === 'Literal' && typeof node.value === 'string';
const isStatus = (node) => /status(?:of)?$/i.test(nameOf(node));
const isPassed = (node) => nameOf(node) === 'passed';

const rule = (message, visit) => ({
  create: (context) => visit((node) => context.report({ node, message })),
});

/** Time comes in from outside: `new Date(value)` is a conversion, `new Date()` a clock. */
const noWallClock = rule('时间由外部给出：此处不得读取机器时钟', (report) => ({
  'NewExpression, CallExpression'(node) {
    if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
      report(node);
    const { object, property } = node.callee;
    if (object?.type === 'Identifier' && object.name === 'Date' && property?.name === 'now') report(node);
  },
}));

/** Who asks which level follows must ask `advance`: no route is indexed and no `passed` is reckoned with. */
const noLevelOrder = rule('级次的先后只由 domain/application/advance.ts 决定', (report) => ({
  MemberExpression(node) {
    if (nameOf(node) === 'levels') report(node);
  },
  'ObjectPattern > Property'(node) {
    if (node.key.type === 'Identifier' && node.key.name === 'levels') report(node);
  },
  BinaryExpression(node) {
    if (RECKONINGS.has(node.operator) && (isPassed(node.left) || isPassed(node.right))) report(node);
  },
  UpdateExpression(node) {
    if (isPassed(node.argument)) report(node);
  },
  AssignmentExpression(node) {
    if (node.operator !== '=' && isPassed(node.left)) report(node);
  },
  TemplateElement(node) {
    if (PASSED_IN_SQL.test(node.value.raw)) report(node);
  },
  Literal(node) {
    if (isText(node) && PASSED_IN_SQL.test(node.value)) report(node);
  },
}));

const noStatusComparison = rule('状态的判断写在 domain/：请用那里的命名集合或谓词', (report) => ({
  BinaryExpression(node) {
    if (!COMPARISONS.has(node.operator)) return;
    if ((isStatus(node.left) && isText(node.right)) || (isText(node.left) && isStatus(node.right)))
      report(node);
  },
  SwitchStatement(node) {
    if (isStatus(node.discriminant)) report(node);
  },
  CallExpression(node) {
    const { object, property } = node.callee;
    if (object?.type !== 'ArrayExpression' || property?.name !== 'includes') return;
    if (object.elements.some(isText) && isStatus(node.arguments[0])) report(node);
  },
}));

/** `save()` of a stale entity succeeds and rewinds its version. */
const noSave = rule('不得使用 save()：用带预期版本的 update，或 insert', (report) => ({
  CallExpression(node) {
    const isOwn = node.callee.object?.type === 'ThisExpression';
    if (node.callee.type === 'MemberExpression' && nameOf(node.callee) === 'save' && !isOwn) report(node);
  },
}));

export default {
  meta: { name: 'juzheng' },
  rules: {
    'no-wall-clock': noWallClock,
    'no-level-order': noLevelOrder,
    'no-status-comparison': noStatusComparison,
    'no-save': noSave,
  },
};
