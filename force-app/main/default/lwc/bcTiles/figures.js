import { ageing } from 'c/bcAgeing';
import { percentOf, sum, toDecimal, toMinor } from 'c/bcDecimal';
import { fill, formatMoney } from 'c/bcFormat';
import { daysLate } from 'c/bcInvoiceStatus';
import ORG_CURRENCY from '@salesforce/i18n/currency';
import OVERDUE from '@salesforce/label/c.BC_Tile_Overdue';
import OVERDUE_NONE from '@salesforce/label/c.BC_Tile_Overdue_None';
import OVERDUE_AGE from '@salesforce/label/c.BC_Tile_Overdue_Age';
import BC_SAYS from '@salesforce/label/c.BC_Tile_BC_Says';
import BALANCE from '@salesforce/label/c.BC_Tile_Balance';
import UNAPPLIED from '@salesforce/label/c.BC_Tile_Unapplied';
import TERMS from '@salesforce/label/c.BC_Tile_Terms';
import CREDIT from '@salesforce/label/c.BC_Tile_Credit';
import CREDIT_LIMIT from '@salesforce/label/c.BC_Tile_Credit_Limit';
import CREDIT_NO_LIMIT from '@salesforce/label/c.BC_Tile_Credit_No_Limit';
import CREDIT_BEFORE_ORDERS from '@salesforce/label/c.BC_Tile_Credit_Before_Orders';
import CREDIT_USED from '@salesforce/label/c.BC_Tile_Credit_Used';
import HOLD from '@salesforce/label/c.BC_Tile_Hold';
import HOLD_NONE from '@salesforce/label/c.BC_Tile_Hold_None';
import HOLD_SHIP from '@salesforce/label/c.BC_Tile_Hold_Ship';
import HOLD_INVOICE from '@salesforce/label/c.BC_Tile_Hold_Invoice';
import HOLD_ALL from '@salesforce/label/c.BC_Tile_Hold_All';
import LAST_PAYMENT from '@salesforce/label/c.BC_Tile_Last_Payment';
import LAST_PAYMENT_NONE from '@salesforce/label/c.BC_Tile_Last_Payment_None';
import ORDERS from '@salesforce/label/c.BC_Tile_Orders';
import ORDERS_COUNT from '@salesforce/label/c.BC_Tile_Orders_Count';
import ORDERS_NONE from '@salesforce/label/c.BC_Tile_Orders_None';

const ZERO = BigInt(0);
const money = (minor, currencyCode) => ({ amount: toDecimal(minor), currencyCode });

/** From the open invoices as of today; what Business Central last said only where the two differ or ours are not complete. */
function overdue(customer, documents, today) {
    const told = toMinor(customer.BC_Overdue__c);
    const code = customer.BC_Currency_Code__c;
    const figure = { key: 'overdue', label: OVERDUE, alert: told !== null && told > ZERO };
    if (!documents?.invoices.complete) return { ...figure, amounts: told === null ? [] : [money(told, code)] };
    const late = documents.invoices.rows.filter((invoice) => daysLate(invoice, today) > 0);
    const totals = ageing(late, today);
    if (totals.some(({ total }) => total === null))
        return { ...figure, amounts: told === null ? [] : [money(told, code)] };
    const amounts =
        totals.length > 0 ? totals.map(({ total, currencyCode }) => money(total, currencyCode)) : [money(ZERO, code)];
    const oldest = Math.max(0, ...late.map((invoice) => daysLate(invoice, today)));
    const comparable = totals.length === 0 || (totals.length === 1 && totals[0].currencyCode === (code ?? ''));
    const differs = told !== null && comparable && told !== (totals[0]?.total ?? ZERO);
    return {
        ...figure,
        alert: late.length > 0,
        amounts,
        notes: [
            late.length > 0 ? fill(OVERDUE_AGE, oldest, late.length) : OVERDUE_NONE,
            differs ? fill(BC_SAYS, formatMoney(toDecimal(told), code)) : '',
        ],
    };
}

function balance(customer, documents) {
    const known = toMinor(customer.BC_Balance__c);
    const code = customer.BC_Currency_Code__c;
    const unapplied = documents?.payments.complete
        ? sum(
              documents.payments.rows
                  .filter((payment) => payment.BC_Currency_Code__c === code)
                  .map((payment) => toMinor(payment.BC_Unapplied_Amount__c ?? 0)),
          )
        : null;
    return {
        key: 'balance',
        label: BALANCE,
        amounts: known === null ? [] : [money(known, code)],
        notes: [
            unapplied !== null && unapplied > ZERO ? fill(UNAPPLIED, formatMoney(toDecimal(unapplied), code)) : '',
            customer.BC_Payment_Terms__c ? fill(TERMS, customer.BC_Payment_Terms__c) : '',
        ],
    };
}

/** Business Central means "no limit" when the credit limit is zero. */
function credit(customer) {
    const limit = toMinor(customer.BC_Credit_Limit__c);
    const used = toMinor(customer.BC_Balance__c);
    const code = customer.BC_Currency_Code__c;
    const figure = { key: 'credit', label: CREDIT };
    if (limit === ZERO) return { ...figure, text: CREDIT_NO_LIMIT };
    if (limit === null) return figure;
    const limitNote = fill(CREDIT_LIMIT, formatMoney(toDecimal(limit), code));
    if (used === null) return { ...figure, notes: [limitNote] };
    const percent = percentOf(used, limit);
    return {
        ...figure,
        alert: used > limit,
        amounts: [money(limit - used, code)],
        used: percent,
        usedLabel: fill(CREDIT_USED, Math.round(percent)),
        notes: [limitNote, CREDIT_BEFORE_ORDERS],
    };
}

const holds = {
    None: { label: HOLD_NONE, tone: 'success' },
    Ship: { label: HOLD_SHIP, tone: 'warning' },
    Invoice: { label: HOLD_INVOICE, tone: 'error' },
    All: { label: HOLD_ALL, tone: 'error' },
};

function lastPayment(customer, documents) {
    const figure = { key: 'lastPayment', label: LAST_PAYMENT };
    const seen = documents?.payments.rows.find((payment) => payment.BC_Type__c === 'Payment');
    const told = customer.BC_Last_Payment_Date__c;
    if (seen && (!told || seen.BC_Posting_Date__c > told)) {
        const amount = toMinor(seen.BC_Amount__c);
        return { ...figure, amounts: [money(amount, seen.BC_Currency_Code__c)], date: seen.BC_Posting_Date__c };
    }
    if (told) {
        const amount = toMinor(customer.BC_Last_Payment_Amount__c);
        return { ...figure, amounts: [money(amount, customer.BC_Currency_Code__c)], date: told };
    }
    return documents?.payments.complete ? { ...figure, text: LAST_PAYMENT_NONE } : figure;
}

/** Activated orders that Business Central has not invoiced in full. Salesforce states their amounts in the org's currency. */
function openOrders(documents) {
    const figure = { key: 'orders', label: ORDERS };
    if (!documents?.orders.complete) return figure;
    const open = documents.orders.rows.filter(
        (order) => order.StatusCode === 'Activated' && !['Invoiced', 'Deleted'].includes(order.BC_Order_Status__c),
    );
    if (open.length === 0) return { ...figure, text: ORDERS_NONE };
    const total = sum(open.map((order) => toMinor(order.TotalAmount)));
    return { ...figure, amounts: [money(total, ORG_CURRENCY)], notes: [fill(ORDERS_COUNT, open.length)] };
}

/**
 * @param {object} customer plain BC_Customer__c
 * @param {{invoices: object, payments: object, orders: object}|undefined} documents
 * @param {string} today
 * @returns {object[]} what c-bc-tile shows
 */
export function figuresOf(customer, documents, today) {
    return [
        overdue(customer, documents, today),
        balance(customer, documents),
        credit(customer),
        {
            key: 'hold',
            label: HOLD,
            pill: holds[customer.BC_Blocked__c],
            alert: ['Invoice', 'All'].includes(customer.BC_Blocked__c),
        },
        lastPayment(customer, documents),
        openOrders(documents),
    ];
}
