import lwc from '@salesforce/eslint-config-lwc/recommended.js'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const typescript = ['bridge/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts']

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '.bridge/**', 'test/workbench/page/**'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: typescript })),
  {
    files: typescript,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes from a Clock.' },
        { object: 'process', property: 'env', message: 'The environment is read in bridge/src/config.ts only.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from a Clock.' },
      ],
    },
  },
  {
    files: [
      'bridge/src/config.ts',
      'bridge/src/engine/system-clock.ts',
      'test/**/*.ts',
      'scripts/**/*.ts',
      'config/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  ...lwc.map((config) => ({ ...config, files: ['force-app/**/*.js'] })),
  {
    files: ['force-app/**/__tests__/**/*.js'],
    languageOptions: { globals: { ...globals.jest, ...globals.node } },
    rules: { '@lwc/lwc/no-async-operation': 'off' },
  },
)
