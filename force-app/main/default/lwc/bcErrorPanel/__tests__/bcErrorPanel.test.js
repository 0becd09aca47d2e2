import { createElement } from 'lwc';
import BcErrorPanel from 'c/bcErrorPanel';

const show = (errors) => {
    const element = createElement('c-bc-error-panel', { is: BcErrorPanel });
    Object.assign(element, { message: 'The invoices could not be read.', errors });
    document.body.appendChild(element);
    return element;
};
const text = (element) => element.shadowRoot.querySelector('[role="alert"]').textContent;

describe('c-bc-error-panel', () => {
    afterEach(() => document.body.replaceChildren());

    it('says what failed, and why in the words of the platform', () => {
        const element = show([{ message: 'SERVER_UNAVAILABLE' }]);
        expect(text(element)).toContain('The invoices could not be read.');
        expect(text(element)).toContain('Try again in a moment.');
        expect(element.shadowRoot.querySelector('.detail').textContent).toBe('SERVER_UNAVAILABLE');
    });

    it.each([
        "Validation error of type FieldUndefined: Field 'BC_Customer__c' in type 'RecordQuery' is undefined @ 'uiapi'",
        "No such column 'BC_Balance__c' on entity 'BC_Customer__c'",
        "You don't have access to this record.",
    ])('names the permission set when the platform says %s', (message) => {
        expect(text(show([{ message }]))).toContain('BC Billing User');
    });

    it('shows the first reasons and counts the rest', () => {
        const element = show(['one', 'two', 'three', 'four', 'five'].map((message) => ({ message })));
        const details = [...element.shadowRoot.querySelectorAll('.detail')].map(({ textContent }) => textContent);
        expect(details).toEqual(['one', 'two', 'three', '… and 2 more of the kind']);
    });

    it('manages without a reason', () => {
        const element = show(undefined);
        expect(element.shadowRoot.querySelector('.details')).toBeNull();
        expect(text(element)).toContain('Try again in a moment.');
    });

    it('asks to try again', () => {
        const element = show([{ message: 'x' }]);
        const retry = jest.fn();
        element.addEventListener('retry', retry);
        element.shadowRoot.querySelector('lightning-button').click();
        expect(retry).toHaveBeenCalledTimes(1);
    });

    it('is accessible', async () => {
        await expect(show([{ message: 'broken' }])).toBeAccessible();
    });
});
