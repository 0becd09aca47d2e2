/** Digits behind the point that a currency has: 2 for EUR, 0 for JPY; 2 for codes that are no ISO codes. [ISO 4217] */
export function currencyDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    return format.resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}
