/** @type {import('prettier').Config} */
export default {
  printWidth: 120,
  semi: false,
  singleQuote: true,
  trailingComma: 'all',
  plugins: ['@prettier/plugin-xml'],
  overrides: [
    { files: '*-meta.xml', options: { parser: 'xml', xmlWhitespaceSensitivity: 'ignore', printWidth: 200 } },
    { files: 'force-app/**/*.html', options: { parser: 'lwc' } },
    { files: 'force-app/**/*.js', options: { semi: true, tabWidth: 4 } },
  ],
}
