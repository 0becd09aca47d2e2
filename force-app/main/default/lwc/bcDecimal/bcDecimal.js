/**
 * Exact money. An amount arrives as a JSON number with at most two decimals; it is carried as a BigInt of minor units
 * (12.34 is 1234) so that no sum drifts, and leaves as a decimal string.
 */
const SCALE = 2;
const FACTOR = BigInt(10 ** SCALE);
const ZERO = BigInt(0);

/**
 * @param {number|string|null|undefined} value an amount as the platform gives it
 * @returns {bigint|null} minor units; null when the amount is not known, which is not zero
 * @throws {RangeError} when it is no decimal number
 */
export function toMinor(value) {
    if (value === null || value === undefined || value === '') return null;
    // The shortest text of the nearest double of a two-decimal amount is that amount again.
    const text = typeof value === 'number' ? value.toFixed(SCALE) : String(value).trim();
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (!match) throw new RangeError(`Not an amount: ${text}`);
    const [, sign, whole, fraction = ''] = match;
    const kept = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'));
    const rounded = fraction.charAt(SCALE) >= '5' ? kept + BigInt(1) : kept;
    return sign ? -rounded : rounded;
}

/**
 * @param {bigint|null} minor
 * @returns {string|null} `-12.34`
 */
export function toDecimal(minor) {
    if (minor === null) return null;
    const absolute = minor < ZERO ? -minor : minor;
    const fraction = String(absolute % FACTOR).padStart(SCALE, '0');
    return `${minor < ZERO ? '-' : ''}${absolute / FACTOR}.${fraction}`;
}

/**
 * @param {(bigint|null)[]} amounts minor units
 * @returns {bigint|null} null as soon as one of them is not known: a part is not the sum
 */
export function sum(amounts) {
    return amounts.reduce((total, amount) => (total === null || amount === null ? null : total + amount), ZERO);
}

/**
 * @param {bigint} part
 * @param {bigint} whole
 * @returns {number} 0 to 100, for widths of bars only
 */
export function percentOf(part, whole) {
    if (whole <= ZERO || part <= ZERO) return 0;
    return Math.min(100, Number((part * BigInt(10000)) / whole) / 100);
}
