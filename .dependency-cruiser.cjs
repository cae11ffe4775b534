/** The arrows of docs/ARCHITECTURE.md as rules: apps → domain → platform → contracts → vocabulary; domain → matching → vocabulary. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const lib = (name) => `^libs/${name}/`;
const notSpec = { pathNot: '\\.spec\\.ts$' };

module.exports = {
  forbidden: [
    never(
      'no-circle',
      'A circle of imports has no first file to read.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    never(
      'vocabulary-imports-nothing',
      'Code lists stand alone.',
      { path: lib('vocabulary'), ...notSpec },
      { path: '^libs/(?!vocabulary/)|^apps/' },
    ),
    never(
      'contracts-know-vocabulary-only',
      'Contracts are shared with the browser.',
      { path: lib('contracts'), ...notSpec },
      { path: '^libs/(?!contracts/|vocabulary/)|^apps/' },
    ),
    never(
      'matching-knows-vocabulary-only',
      'The engine works alone.',
      { path: lib('matching'), ...notSpec },
      { path: '^libs/(?!matching/|vocabulary/)|^apps/' },
    ),
    never(
      'platform-below-domain',
      'The platform knows no rule of the field.',
      { path: lib('platform'), ...notSpec },
      { path: '^libs/(domain|matching)/|^apps/' },
    ),
    never(
      'domain-below-apps',
      'Shells depend on the domain, never the other way round.',
      { path: lib('domain'), ...notSpec },
      { path: '^apps/' },
    ),
    never(
      'pure-libraries',
      'Vocabulary, contracts and matching do no I/O and know no framework.',
      { path: '^libs/(vocabulary|contracts|matching)/', ...notSpec },
      {
        path: 'node_modules/(@nestjs|typeorm|pg|bullmq|ioredis|express)/|^(node:)?(fs|net|http|https|child_process)(/|$)',
      },
    ),
    never(
      'pure-rules',
      'A rule is a pure function.',
      { path: '\\.rules\\.ts$' },
      { path: 'node_modules/(@nestjs|typeorm|pg|bullmq)/' },
    ),
    never(
      'no-test-code-in-product',
      'Products do not import tests.',
      { path: '^(apps|libs)/', ...notSpec },
      { path: '^test/|\\.spec\\.ts$' },
    ),
    never(
      'declared-dependencies',
      'Everything imported is named in package.json.',
      { path: '^(apps|libs)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    never('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|^apps/web/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
