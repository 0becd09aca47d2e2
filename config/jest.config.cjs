const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config')

/** Tests of the Lightning web components; they run on Jest, which the LWC compiler's test kit is made for. */
module.exports = {
  ...jestConfig,
  rootDir: '..',
  roots: ['<rootDir>/force-app'],
  testRegex: '/__tests__/.*\\.test\\.js$',
  setupFilesAfterEnv: [...(jestConfig.setupFilesAfterEnv ?? []), '<rootDir>/config/jest.setup.cjs'],
  // jsdom cannot read container queries; nothing here depends on styles.
  moduleNameMapper: { '\\.css(\\?.*)?$': '@lwc/jest-resolver/resources/emptyStyleMock.js' },
  collectCoverageFrom: ['force-app/main/default/lwc/**/*.js', '!**/__tests__/**'],
  restoreMocks: true,
}
