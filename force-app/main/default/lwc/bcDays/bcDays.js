/** Days are `YYYY-MM-DD` in the company's own calendar; they have no time zone and are never turned into instants. */
const MILLISECONDS = 86400000;

/**
 * @param {string} timeZone IANA name, e.g. `America/New_York`
 * @param {Date} [now]
 * @returns {string} the day it is there
 */
export function today(timeZone, now = new Date()) {
    const parts = new Intl.DateTimeFormat('en-US', {
        timeZone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
    }).formatToParts(now);
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {number} whole days; negative when `to` is earlier
 */
export function daysBetween(from, to) {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MILLISECONDS);
}
