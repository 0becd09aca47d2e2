import { defineEntity, field } from '../../engine/entity.ts'

const system = 'salesforce'
const record = { key: 'Id', perCompany: false }
const keyed = { ...record, ourKey: 'BC_Key__c' }

const syncStatus = ['Synced', 'Waiting', 'Needs Attention'] as const

/** Codes of dimension values that a record is reckoned to. */
const dimensions = {
  BC_Business_Unit__c: field.text(20),
  BC_Department__c: field.text(20),
  BC_Cost_Center__c: field.text(20),
  BC_Project__c: field.text(20),
} as const

/** A company we sell to. */
export const account = defineEntity(
  system,
  'Account',
  { label: 'account', ...keyed },
  {
    Id: field.id(),
    Name: field.text(255, 'required'),
    Type: field.text(255),
    AccountNumber: field.text(40),
    BillingStreet: field.text(255),
    BillingCity: field.text(40),
    BillingState: field.text(80),
    BillingPostalCode: field.text(20),
    BillingCountry: field.text(80),
    Phone: field.text(40),
    Website: field.text(255),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    BC_Company__c: field.text(80),
    BC_Tax_Id__c: field.text(20),
    BC_Credit_Limit__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Payment_Terms_Code__c: field.text(10),
    BC_Vendor_Number__c: field.text(20),
    ...dimensions,
    BC_Sync_Status__c: field.choice(syncStatus),
    BC_Sync_Message__c: field.text(255),
    BC_Last_Synced__c: field.instant(),
  },
)

/** A person we talk to. */
export const contact = defineEntity(
  system,
  'Contact',
  { label: 'contact', ...keyed },
  {
    Id: field.id(),
    AccountId: field.reference(),
    /** The company that the account names. */
    AccountCompany: { ...field.text(80), path: 'Account.BC_Company__c' },
    FirstName: field.text(40),
    LastName: field.text(80, 'required'),
    Title: field.text(128),
    Email: field.text(80),
    Phone: field.text(40),
    MobilePhone: field.text(40),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    BC_Sync_Status__c: field.choice(syncStatus),
    BC_Sync_Message__c: field.text(255),
    BC_Last_Synced__c: field.instant(),
  },
)

export const product = defineEntity(
  system,
  'Product2',
  { label: 'product', ...keyed },
  {
    Id: field.id(),
    Name: field.text(255, 'required'),
    ProductCode: field.text(255),
    Description: field.text(4000),
    IsActive: field.flag(),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    BC_Base_Unit__c: field.text(10),
    BC_Stock__c: field.number(),
    BC_Stock_As_Of__c: field.instant(),
    BC_Last_Synced__c: field.instant(),
  },
)

export const pricebookEntry = defineEntity(
  system,
  'PricebookEntry',
  { label: 'price book entry', ...keyed },
  {
    Id: field.id(),
    Pricebook2Id: field.reference('required'),
    Product2Id: field.reference('required'),
    UnitPrice: field.number('required'),
    /** The key of its product. */
    ProductKey: { ...field.text(80), path: 'Product2.BC_Key__c' },
    /** In orgs with several currencies only. */
    CurrencyIsoCode: { ...field.text(3), ifPresent: true },
    IsActive: field.flag(),
    BC_Key__c: field.text(80),
    BC_Last_Synced__c: field.instant(),
  },
)

/** What the header of an order or an opportunity says beyond its own fields. */
const documentHead = {
  BC_Company__c: field.text(80),
  /** The company that the account names. */
  AccountCompany: { ...field.text(80), path: 'Account.BC_Company__c' },
  /** In orgs with several currencies only. */
  CurrencyIsoCode: { ...field.text(3), ifPresent: true },
  BC_Currency_Code__c: field.text(10),
  BC_Prices_Include_Tax__c: field.flag(),
  BC_Shipment_Method__c: field.text(10),
  BC_Requested_Delivery_Date__c: field.day(),
  ...dimensions,
} as const

const documentLine = {
  Id: field.id(),
  Product2Id: field.reference(),
  Quantity: field.number('required'),
  UnitPrice: field.number(),
  Description: field.text(255),
  BC_Variant_Code__c: field.text(10),
  BC_Unit_Of_Measure__c: field.text(10),
  BC_Discount_Amount__c: field.number(),
  BC_Tax_Code__c: field.text(50),
  ...dimensions,
} as const

/** One line of an order ("order product" in Salesforce's own words). */
export const orderItem = defineEntity(
  system,
  'OrderItem',
  { label: 'order product', ...record },
  {
    ...documentLine,
    BC_Discount_Percent__c: field.number(),
    BC_Key__c: field.text(80),
    BC_Shipped_Quantity__c: field.number(),
    BC_Invoiced_Quantity__c: field.number(),
    BC_Shipped_Percent__c: field.number(),
    BC_Invoiced_Percent__c: field.number(),
    BC_Last_Synced__c: field.instant(),
  },
)

export const orderStatuses = [
  'Draft',
  'In Review',
  'Released',
  'Partly Shipped',
  'Shipped',
  'Partly Invoiced',
  'Invoiced',
  'Deleted',
] as const

export const order = defineEntity(
  system,
  'Order',
  { label: 'order', ...keyed },
  {
    Id: field.id(),
    OrderNumber: field.text(30, 'required'),
    AccountId: field.reference(),
    EffectiveDate: field.day('required'),
    /** The category of Status: `Draft`, `Activated`. Status itself is a list that every org edits. */
    StatusCode: field.text(40, 'required'),
    PoNumber: field.text(80),
    OpportunityId: field.reference(),
    Description: field.text(32000),
    OrderItems: field.lines(orderItem),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    ...documentHead,
    BC_Order_Status__c: field.choice(orderStatuses),
    BC_Shipped_Percent__c: field.number(),
    BC_Invoiced_Percent__c: field.number(),
    BC_Sync_Status__c: field.choice(syncStatus),
    BC_Sync_Message__c: field.text(255),
    BC_Last_Synced__c: field.instant(),
  },
)

/** One product of an opportunity ("opportunity product"). */
export const opportunityLineItem = defineEntity(
  system,
  'OpportunityLineItem',
  { label: 'opportunity product', ...record },
  {
    ...documentLine,
    /** Percent off `UnitPrice`. */
    Discount: field.number(),
  },
)

export const documentStatuses = [
  'Draft',
  'Sent',
  'Accepted',
  'Expired',
  'In Review',
  'Released',
  'Partly Shipped',
  'Shipped',
  'Partly Invoiced',
  'Invoiced',
  'Open',
  'Paid',
  'Canceled',
  'Corrective',
  'Deleted',
] as const

export const opportunity = defineEntity(
  system,
  'Opportunity',
  { label: 'opportunity', ...keyed },
  {
    Id: field.id(),
    Name: field.text(120, 'required'),
    AccountId: field.reference(),
    CloseDate: field.day('required'),
    IsWon: field.flag(),
    Description: field.text(32000),
    OpportunityLineItems: field.lines(opportunityLineItem),
    BC_Key__c: field.text(80),
    BC_Number__c: field.text(20),
    ...documentHead,
    BC_Document_Type__c: field.choice(['Sales Quote', 'Sales Order', 'Sales Invoice']),
    BC_Document_Status__c: field.choice(documentStatuses),
    BC_Shipped_Percent__c: field.number(),
    BC_Invoiced_Percent__c: field.number(),
    BC_Sync_Status__c: field.choice(syncStatus),
    BC_Sync_Message__c: field.text(255),
    BC_Last_Synced__c: field.instant(),
  },
)

/** The billing data of one Business Central customer, below its account. */
export const billingCustomer = defineEntity(
  system,
  'BC_Customer__c',
  { label: 'BC customer', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Account__c: field.reference('required'),
    BC_Number__c: field.text(20),
    BC_Company__c: field.text(80),
    BC_Balance__c: field.number(),
    BC_Overdue__c: field.number(),
    BC_Credit_Limit__c: field.number(),
    BC_Blocked__c: field.choice(['None', 'Ship', 'Invoice', 'All']),
    BC_Payment_Terms__c: field.text(100),
    BC_Currency_Code__c: field.text(10),
    BC_Document_Currency_Code__c: field.text(10),
    BC_Last_Payment_Date__c: field.day(),
    BC_Last_Payment_Amount__c: field.number(),
    BC_Balance_As_Of__c: field.instant(),
    BC_Last_Synced__c: field.instant(),
  },
)

export const invoiceLine = defineEntity(
  system,
  'BC_Invoice_Line__c',
  { label: 'invoice line', ...keyed },
  {
    Id: field.id(),
    BC_Key__c: field.text(80),
    BC_Sequence__c: field.number(),
    BC_Line_Type__c: field.text(40),
    BC_Item_Number__c: field.text(20),
    BC_Product__c: field.reference(),
    BC_Description__c: field.text(100),
    BC_Unit_Of_Measure__c: field.text(10),
    BC_Quantity__c: field.number(),
    BC_Unit_Price__c: field.number(),
    BC_Discount_Percent__c: field.number(),
    BC_Amount__c: field.number(),
    BC_Tax_Percent__c: field.number(),
    BC_Amount_Including_Tax__c: field.number(),
    BC_Last_Synced__c: field.instant(),
  },
)

/** A sales invoice as reps see it. `Lines` are its BC_Invoice_Line__c records. */
export const billingInvoice = defineEntity(
  system,
  'BC_Invoice__c',
  { label: 'BC invoice', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Customer__c: field.reference('required'),
    BC_Account__c: field.reference(),
    BC_Order__c: field.reference(),
    BC_Opportunity__c: field.reference(),
    BC_Corrects__c: field.reference(),
    BC_Number__c: field.text(20),
    BC_Type__c: field.choice(['Invoice', 'Credit Memo']),
    BC_Status__c: field.choice(['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective']),
    BC_Invoice_Date__c: field.day(),
    BC_Posting_Date__c: field.day(),
    BC_Due_Date__c: field.day(),
    BC_Total_Excluding_Tax__c: field.number(),
    BC_Tax__c: field.number(),
    BC_Total__c: field.number(),
    BC_Remaining__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Order_Number__c: field.text(20),
    BC_External_Document_Number__c: field.text(35),
    BC_Company__c: field.text(80),
    BC_Last_Synced__c: field.instant(),
    Lines: field.lines(invoiceLine),
  },
)

export const paymentApplication = defineEntity(
  system,
  'BC_Payment_Application__c',
  { label: 'payment application', ...keyed },
  {
    Id: field.id(),
    BC_Key__c: field.text(80),
    BC_Invoice__c: field.reference(),
    BC_Document_Type__c: field.text(40),
    BC_Document_Number__c: field.text(20),
    BC_Amount__c: field.number(),
    BC_Amount_Local__c: field.number(),
    BC_Applied_Date__c: field.day(),
    BC_Last_Synced__c: field.instant(),
  },
)

/** A payment as reps see it. `Applications` are its BC_Payment_Application__c records. */
export const billingPayment = defineEntity(
  system,
  'BC_Payment__c',
  { label: 'BC payment', ...keyed },
  {
    Id: field.id(),
    Name: field.text(80, 'required'),
    BC_Key__c: field.text(80),
    BC_Customer__c: field.reference('required'),
    BC_Account__c: field.reference(),
    BC_Type__c: field.choice(['Payment', 'Refund', 'Credit Memo']),
    BC_Document_Number__c: field.text(20),
    BC_Posting_Date__c: field.day(),
    BC_Amount__c: field.number(),
    BC_Unapplied_Amount__c: field.number(),
    BC_Currency_Code__c: field.text(10),
    BC_Amount_Local__c: field.number(),
    BC_Unapplied_Local__c: field.number(),
    BC_Gain_Local__c: field.number(),
    BC_Local_Currency_Code__c: field.text(10),
    BC_Company__c: field.text(80),
    BC_Last_Synced__c: field.instant(),
    Applications: field.lines(paymentApplication),
  },
)
