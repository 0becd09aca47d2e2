/** Digits behind the point that a currency has: 2 for EUR, 0 for JPY; 2 for codes that are no ISO codes. [ISO 4217] */
export function currencyDigits(code: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2
    )
  } catch {
    return 2
  }
}
