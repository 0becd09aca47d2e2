export { CUSTOMERS } from './customers';
export { DOCUMENTS } from './documents';
export { INVOICE_DETAIL } from './invoiceDetail';
