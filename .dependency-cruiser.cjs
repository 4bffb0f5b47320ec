// The house's rules on who may import whom: app → features → store → engine/client, storage, camera → engine/protocol.
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      // Types may refer to one another: a slice's to the whole state's.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.(test|d)\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker|raw)|^virtual:' },
    },
    only('main', '^src/main\\.tsx$', '^src/(app|i18n)/'),
    only('app', '^src/app/', '^src/(app|features|store|ui|i18n)/'),
    only(
      'features',
      '^src/features/([^/]+)/',
      '^src/(features/$1|store|take-away|examples|ui|i18n|camera)/|^src/engine/protocol\\.ts$',
    ),
    only(
      'store',
      '^src/store/',
      '^src/(store|storage|camera|examples)/|^src/take-away/classifier\\.ts$|^src/engine/(client|protocol|engine-error|own-id)\\.ts$|^src/pictures/(client|files|formats|picture-error)\\.ts$',
    ),
    only('storage', '^src/storage/', '^src/storage/|^src/engine/protocol\\.ts$'),
    only(
      'take-away',
      '^src/take-away/',
      '^src/(take-away|i18n)/|^src/engine/protocol\\.ts$|^src/storage/(rows|project-file/(zip|names))\\.ts$|^src/ui/tokens\\.css$',
    ),
    only(
      'standalone',
      '^src/standalone/',
      '^src/(standalone|engine|i18n)/|^src/pictures/square\\.ts$|^src/take-away/(base64|packed)\\.ts$|^src/take-away/page/|^src/ui/(tokens\\.css|class-shapes\\.ts)$',
    ),
    only('camera', '^src/camera/', '^src/camera/'),
    only('examples', '^src/examples/', '^src/examples/|^src/engine/random\\.ts$'),
    only('ui', '^src/ui/', '^src/ui/'),
    only('i18n', '^src/i18n/', '^src/i18n/'),
    only('pictures', '^src/pictures/', '^src/pictures/'),
    only('protocol-is-alone', '^src/engine/protocol\\.ts$', '^$'),
    only(
      'client',
      '^src/engine/client\\.ts$',
      '^src/engine/(protocol|engine-error|alive|own-id|threads|worker)\\.ts$',
    ),
    only('engine-is-pure', '^src/engine/', '^src/engine/'),
    {
      name: 'react-in-views-only',
      severity: 'error',
      // Code to copy is other people's.
      from: { path: '^src/', pathNot: '^src/(main\\.tsx$|app/|features/|ui/|take-away/code/)' },
      to: { path: 'node_modules/(react|react-dom|radix-ui|react-i18next)/' },
    },
    {
      name: 'tensors-in-the-worker-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(engine|standalone|take-away/code)/' },
      // That file is taken away as it is.
      to: { path: 'node_modules/@tensorflow', pathNot: 'tf\\.min\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
