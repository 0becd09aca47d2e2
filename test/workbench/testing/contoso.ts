import type { CannedData, CannedRecord } from './canned-org.ts'

/** The day on which these documents are as late as they are. */
export const contosoToday = new Date('2026-11-21T15:00:00Z')

const invoice = (number: string, more: Readonly<Record<string, unknown>>): CannedRecord => ({
  Id: `a02000000${number}AAA`,
  Name: `PS-INV${number}`,
  BC_Type__c: 'Invoice',
  BC_Status__c: 'Open',
  BC_Currency_Code__c: 'USD',
  BC_Order_Number__c: `S-ORD${number}`,
  BC_External_Document_Number__c: null,
  BC_Sync_Status__c: null,
  BC_Sync_Message__c: null,
  ...more,
})

const customer = (id: string, company: string, more: Readonly<Record<string, unknown>>): CannedRecord => ({
  Id: id,
  Name: 'Contoso Instruments',
  BC_Number__c: 'C00010',
  BC_Company__c: company,
  BC_Payment_Terms__c: 'Net 30 days',
  BC_Currency_Code__c: 'USD',
  BC_Balance_As_Of__c: '2026-11-21T14:58:00.000Z',
  BC_Last_Synced__c: '2026-11-21T14:58:01.000Z',
  ...more,
})

/** An account with two customers; the first has an invoice in every state a rep may see. */
export function contoso(): CannedData {
  return {
    BillingCustomers: {
      Account: [
        { Id: '001000000000001AAA', BC_Number__c: 'C00010', BC_Sync_Status__c: 'Synced', BC_Sync_Message__c: null },
      ],
      BC_Customer__c: [
        customer('a01000000000001AAA', 'CRONUS USA, Inc.', {
          BC_Balance__c: 11801.5,
          BC_Overdue__c: 6301.2,
          BC_Credit_Limit__c: 50000,
          BC_Blocked__c: 'Ship',
          BC_Last_Payment_Date__c: '2026-11-10',
          BC_Last_Payment_Amount__c: 500,
        }),
        customer('a01000000000002AAA', 'CRONUS Europe', {
          BC_Currency_Code__c: 'EUR',
          BC_Balance__c: null,
          BC_Overdue__c: null,
          BC_Credit_Limit__c: 0,
          BC_Blocked__c: 'None',
          BC_Last_Payment_Date__c: null,
          BC_Last_Payment_Amount__c: null,
        }),
      ],
    },
    BillingDocuments: {
      open: [
        invoice('103001', {
          BC_Invoice_Date__c: '2026-07-15',
          BC_Due_Date__c: '2026-08-14',
          BC_Total__c: 1250.1,
          BC_Remaining__c: 1250.1,
        }),
        invoice('103014', {
          BC_Invoice_Date__c: '2026-10-05',
          BC_Due_Date__c: '2026-11-04',
          BC_Total__c: 5551.1,
          BC_Remaining__c: 5051.1,
        }),
        invoice('103021', {
          BC_Invoice_Date__c: '2026-10-26',
          BC_Due_Date__c: '2026-11-25',
          BC_Total__c: 2100.2,
          BC_Remaining__c: 2100.2,
        }),
        invoice('103030', {
          BC_Invoice_Date__c: '2026-11-18',
          BC_Due_Date__c: '2026-12-18',
          BC_Total__c: 3400.1,
          BC_Remaining__c: 3400.1,
        }),
        invoice('104002', {
          BC_Type__c: 'Credit Memo',
          BC_Invoice_Date__c: '2026-11-12',
          BC_Due_Date__c: '2026-11-12',
          BC_Total__c: 210,
          BC_Remaining__c: 210,
        }),
      ],
      other: [
        invoice('102999', {
          BC_Status__c: 'Draft',
          BC_Invoice_Date__c: '2026-11-20',
          BC_Due_Date__c: '2026-12-20',
          BC_Total__c: 999.99,
          BC_Remaining__c: null,
          BC_Sync_Status__c: 'Waiting',
          BC_Sync_Message__c: 'Waits for approval by dana@example.com.',
        }),
        invoice('102950', {
          BC_Status__c: 'Paid',
          BC_Invoice_Date__c: '2026-06-01',
          BC_Due_Date__c: '2026-07-01',
          BC_Total__c: 780,
          BC_Remaining__c: 0,
        }),
        invoice('102940', {
          BC_Status__c: 'Corrective',
          BC_Invoice_Date__c: '2026-05-02',
          BC_Due_Date__c: '2026-06-01',
          BC_Total__c: 120,
          BC_Remaining__c: 0,
        }),
        invoice('102939', {
          BC_Status__c: 'Canceled',
          BC_Invoice_Date__c: '2026-05-01',
          BC_Due_Date__c: '2026-05-31',
          BC_Total__c: 120,
          BC_Remaining__c: 0,
        }),
      ],
      BC_Payment__c: [
        {
          Id: 'a04000000000002AAA',
          BC_Type__c: 'Payment',
          BC_Document_Number__c: 'PAY-0002',
          BC_Posting_Date__c: '2026-11-10',
          BC_Amount__c: 500,
          BC_Unapplied_Amount__c: 0,
          BC_Currency_Code__c: 'USD',
        },
        {
          Id: 'a04000000000001AAA',
          BC_Type__c: 'Payment',
          BC_Document_Number__c: 'PAY-0001',
          BC_Posting_Date__c: '2026-06-28',
          BC_Amount__c: 900,
          BC_Unapplied_Amount__c: 120,
          BC_Currency_Code__c: 'USD',
        },
      ],
      Order: [
        {
          Id: '801000000000002AAA',
          OrderNumber: '00000102',
          EffectiveDate: '2026-11-20',
          Status: 'Activated',
          StatusCode: 'Activated',
          TotalAmount: 4200.5,
          BC_Number__c: 'S-ORD103040',
          BC_Order_Status__c: 'Partly Shipped',
          BC_Shipped_Percent__c: 40,
          BC_Invoiced_Percent__c: 0,
          BC_Sync_Status__c: 'Synced',
          BC_Sync_Message__c: null,
        },
        {
          Id: '801000000000003AAA',
          OrderNumber: '00000103',
          EffectiveDate: '2026-11-21',
          Status: 'Activated',
          StatusCode: 'Activated',
          TotalAmount: 80,
          BC_Number__c: null,
          BC_Order_Status__c: null,
          BC_Shipped_Percent__c: null,
          BC_Invoiced_Percent__c: null,
          BC_Sync_Status__c: 'Needs Attention',
          BC_Sync_Message__c: 'Item 1999-X is blocked in Business Central: unblock it or replace the product.',
        },
        {
          Id: '801000000000001AAA',
          OrderNumber: '00000101',
          EffectiveDate: '2026-10-01',
          Status: 'Activated',
          StatusCode: 'Activated',
          TotalAmount: 5100,
          BC_Number__c: 'S-ORD103014',
          BC_Order_Status__c: 'Invoiced',
          BC_Shipped_Percent__c: 100,
          BC_Invoiced_Percent__c: 100,
          BC_Sync_Status__c: 'Synced',
          BC_Sync_Message__c: null,
        },
      ],
    },
    BillingInvoiceDetail: {
      BC_Invoice_Line__c: [
        {
          Id: 'a03000000000001AAA',
          BC_Item_Number__c: '1896-S',
          BC_Description__c: 'ATHENS Desk',
          BC_Quantity__c: 2,
          BC_Unit_Of_Measure__c: 'PCS',
          BC_Unit_Price__c: 1000.8,
          BC_Amount__c: 2001.6,
        },
        {
          Id: 'a03000000000002AAA',
          BC_Item_Number__c: '1928-S',
          BC_Description__c: 'AMSTERDAM Lamp',
          BC_Quantity__c: 5,
          BC_Unit_Of_Measure__c: 'PCS',
          BC_Unit_Price__c: 54.9,
          BC_Amount__c: 274.5,
        },
        {
          Id: 'a03000000000003AAA',
          BC_Item_Number__c: null,
          BC_Description__c: 'Delivered to the back door',
          BC_Quantity__c: null,
          BC_Unit_Of_Measure__c: null,
          BC_Unit_Price__c: null,
          BC_Amount__c: null,
        },
      ],
      BC_Payment_Application__c: [
        {
          Id: 'a05000000000001AAA',
          BC_Amount__c: 500,
          BC_Applied_Date__c: '2026-11-10',
          BC_Payment__r: { BC_Type__c: 'Payment', BC_Document_Number__c: 'PAY-0002' },
        },
      ],
    },
  }
}
