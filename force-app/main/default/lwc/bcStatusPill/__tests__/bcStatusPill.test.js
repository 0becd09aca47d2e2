import { createElement } from 'lwc';
import BcStatusPill from 'c/bcStatusPill';

const show = (properties) => {
    const element = createElement('c-bc-status-pill', { is: BcStatusPill });
    Object.assign(element, properties);
    document.body.appendChild(element);
    return element;
};

describe('c-bc-status-pill', () => {
    afterEach(() => document.body.replaceChildren());

    it('says the status in its tone', () => {
        const pill = show({ label: 'Overdue', tone: 'error' }).shadowRoot.querySelector('span');
        expect(pill.textContent).toBe('Overdue');
        expect([...pill.classList]).toEqual(['pill', 'error']);
    });

    it('is neutral in a tone it does not know', () => {
        const pill = show({ label: 'New', tone: 'pink slds-hide' }).shadowRoot.querySelector('span');
        expect([...pill.classList]).toEqual(['pill', 'neutral']);
    });

    it('is accessible', async () => {
        await expect(show({ label: 'Paid', tone: 'success' })).toBeAccessible();
    });
});
