import { salesforceSandbox } from './bench/salesforce-sandbox.ts'
console.log(await salesforceSandbox())
