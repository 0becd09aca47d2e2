import LOCALE from '@salesforce/i18n/locale';

/**
 * Puts values into the places `{0}`, `{1}` … of a custom label.
 *
 * @param {string} label
 * @param {...(string|number)} values
 */
export function fill(label, ...values) {
    return label.replace(/\{(\d)\}/g, (place, index) => (index < values.length ? String(values[index]) : place));
}

/**
 * An amount inside a sentence; where it stands alone, c-bc-money shows it.
 *
 * @param {string|null} amount decimal string
 * @param {string|null} [currencyCode]
 */
export function formatMoney(amount, currencyCode) {
    const number = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount);
    return currencyCode ? `${number} ${currencyCode}` : number;
}
