import CAPTION from '@salesforce/label/c.BC_Invoices_Caption';
import FILTER from '@salesforce/label/c.BC_Invoices_Filter';
import FILTER_ALL from '@salesforce/label/c.BC_Invoices_Filter_All';
import FILTER_OPEN from '@salesforce/label/c.BC_Invoices_Filter_Open';
import FILTER_OVERDUE from '@salesforce/label/c.BC_Invoices_Filter_Overdue';
import FILTER_DONE from '@salesforce/label/c.BC_Invoices_Filter_Done';
import NUMBER from '@salesforce/label/c.BC_Column_Number';
import STATUS from '@salesforce/label/c.BC_Column_Status';
import INVOICE_DATE from '@salesforce/label/c.BC_Column_Invoice_Date';
import DUE_DATE from '@salesforce/label/c.BC_Column_Due_Date';
import TOTAL from '@salesforce/label/c.BC_Column_Total';
import REMAINING from '@salesforce/label/c.BC_Column_Remaining';
import ORDER from '@salesforce/label/c.BC_Invoices_Order';
import CREDIT_MEMO from '@salesforce/label/c.BC_Type_Credit_Memo';
import DAYS_LATE from '@salesforce/label/c.BC_Days_Late';
import DAY_LATE from '@salesforce/label/c.BC_Days_Late_One';
import SHOW from '@salesforce/label/c.BC_Invoices_Show';
import HIDE from '@salesforce/label/c.BC_Invoices_Hide';
import MORE from '@salesforce/label/c.BC_Invoices_More';
import TRUNCATED from '@salesforce/label/c.BC_Invoices_Truncated';
import NONE from '@salesforce/label/c.BC_Invoices_None';
import NONE_MATCH from '@salesforce/label/c.BC_Invoices_None_Match';

export const labels = {
    caption: CAPTION,
    filter: FILTER,
    number: NUMBER,
    status: STATUS,
    invoiceDate: INVOICE_DATE,
    dueDate: DUE_DATE,
    total: TOTAL,
    remaining: REMAINING,
    order: ORDER,
    creditMemo: CREDIT_MEMO,
    daysLate: DAYS_LATE,
    dayLate: DAY_LATE,
    show: SHOW,
    hide: HIDE,
    more: MORE,
    truncated: TRUNCATED,
    none: NONE,
    noneMatch: NONE_MATCH,
};

export const filterLabels = { all: FILTER_ALL, open: FILTER_OPEN, overdue: FILTER_OVERDUE, done: FILTER_DONE };
