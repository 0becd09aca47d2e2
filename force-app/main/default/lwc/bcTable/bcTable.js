import { LightningElement, api } from 'lwc';

/**
 * A read-only table. Where it is narrower than a tablet every row becomes a card whose cells carry their column's name.
 *
 * A column is `{ key, label, kind, end? }` with kind `text`, `money`, `number`, `percent`, `date` or `pill`; a row is
 * `{ id, cells: { key: value }, note? }`, where a money cell is `{ amount, currencyCode }` and a pill `{ label, tone }`.
 * An empty value leaves its cell empty; an empty amount in a money cell says that it is not known. A note stands below its row.
 */
export default class BcTable extends LightningElement {
    /** Read to screen readers. */
    @api caption;
    @api columns = [];
    @api rows = [];

    get headers() {
        return this.columns.map(({ key, label, end }) => ({ key, label, cellClass: end ? 'end' : '' }));
    }

    get width() {
        return this.columns.length;
    }

    get body() {
        return this.rows.map(({ id, cells, note }) => ({
            id,
            note,
            noteKey: `${id}-note`,
            rowClass: note ? 'noted' : '',
            cells: this.columns.map(({ key, label, kind, end }) => {
                const value = cells[key];
                const filled = value !== null && value !== undefined && value !== '';
                return {
                    key,
                    label,
                    value,
                    cellClass: `${end ? 'end' : ''} ${kind}`,
                    isMoney: kind === 'money' && filled,
                    isNumber: kind === 'number' && filled,
                    isPercent: kind === 'percent' && filled,
                    isDate: kind === 'date' && filled,
                    isPill: kind === 'pill' && filled,
                    isText: kind === 'text' && filled,
                };
            }),
        }));
    }
}
