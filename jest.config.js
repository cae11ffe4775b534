/** Real parts only: the global set-up starts a PostgreSQL server, or takes the one that DATABASE_URL names. */
export default {
  testEnvironment: 'node',
  // A busy machine is not a failing test; what must be quick is measured by the benchmark.
  testTimeout: 30_000,
  // Modules that a suite loaded stay in the memory of its process, so processes are changed now and then.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1200MB',
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/apps/web/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  testMatch: ['**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  moduleNameMapper: {
    '^#(contracts|vocabulary|matching|domain|platform)/(.*)\\.js$': '<rootDir>/libs/$1/$2.ts',
    '^#(apps|test)/(.*)\\.js$': '<rootDir>/$1/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
