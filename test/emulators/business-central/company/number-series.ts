/** A number series: where it begins and how far it steps. */
export interface Series {
  readonly start: string
  readonly step?: number
}

/**
 * The number after `number`: the last group of digits counts up and keeps its width (`C00010` → `C00020` with step 10).
 * [Microsoft Learn: Create Number Series]
 */
export function numberAfter(number: string, step = 1): string {
  const match = /^(.*?)(\d+)(\D*)$/.exec(number)
  if (!match) return `${number}1`
  const [, head = '', digits = '0', tail = ''] = match
  return head + (BigInt(digits) + BigInt(step)).toString().padStart(digits.length, '0') + tail
}

/** What CRONUS International Ltd. begins with; a seed may replace each. */
export const defaultSeries: Readonly<Record<string, Series>> = {
  customer: { start: 'C00010', step: 10 },
  vendor: { start: 'V00010', step: 10 },
  contact: { start: 'CT000001' },
  item: { start: '1000' },
  opportunity: { start: 'OP000001' },
  salesQuote: { start: '1001' },
  salesOrder: { start: '101001' },
  salesInvoice: { start: '102001' },
  postedSalesInvoice: { start: '103001' },
  postedShipment: { start: '102001' },
  salesCreditMemo: { start: '1001' },
  postedSalesCreditMemo: { start: '104001' },
}
