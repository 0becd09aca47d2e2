import { LightningElement, api } from 'lwc';
import { fill } from 'c/bcFormat';
import { reduceErrors } from 'c/bcReduceErrors';
import MORE from '@salesforce/label/c.BC_Error_More';
import TRY_AGAIN from '@salesforce/label/c.BC_Try_Again';
import HINT_ACCESS from '@salesforce/label/c.BC_Hint_Access';
import HINT_RETRY from '@salesforce/label/c.BC_Hint_Retry';
import DETAILS from '@salesforce/label/c.BC_Error_Details';

/** How the platform words a field or object the user may not see: as if it were not there. */
const ACCESS = /FieldUndefined|in type '\w+' is undefined|no such column|don't have access|insufficient/i;

/** Enough to know what it is about. */
const SHOWN = 3;

/** Says what could not be shown, what to do, and in the platform's own words why. */
export default class BcErrorPanel extends LightningElement {
    /** What could not be done, e.g. "The invoices could not be read". */
    @api message;
    /** Whatever the wire reported. */
    @api errors;

    labels = { tryAgain: TRY_AGAIN, details: DETAILS };

    get details() {
        return reduceErrors(this.errors);
    }

    get shown() {
        return this.details.slice(0, SHOWN);
    }

    get more() {
        const rest = this.details.length - SHOWN;
        return rest > 0 ? fill(MORE, rest) : '';
    }

    get hint() {
        return this.details.some((text) => ACCESS.test(text)) ? HINT_ACCESS : HINT_RETRY;
    }

    handleRetry() {
        this.dispatchEvent(new CustomEvent('retry'));
    }
}
