import { createElement } from 'lwc';
import BcMoney from 'c/bcMoney';

const show = (properties) => {
    const element = createElement('c-bc-money', { is: BcMoney });
    Object.assign(element, properties);
    document.body.appendChild(element);
    return element;
};

describe('c-bc-money', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows an amount with its currency', () => {
        const element = show({ amount: '1234.50', currencyCode: 'EUR' });
        const number = element.shadowRoot.querySelector('lightning-formatted-number');
        expect(number.value).toBe('1234.50');
        expect(number.formatStyle).toBe('decimal');
        expect(element.shadowRoot.querySelector('.code').textContent).toBe('\u00a0EUR');
    });

    it('shows a true zero as an amount', () => {
        const element = show({ amount: 0, currencyCode: 'USD' });
        expect(element.shadowRoot.querySelector('lightning-formatted-number').value).toBe(0);
        expect(element.shadowRoot.querySelector('.unknown')).toBeNull();
    });

    it.each([null, undefined, ''])('says that %p is not known', (amount) => {
        const element = show({ amount, currencyCode: 'USD' });
        expect(element.shadowRoot.querySelector('lightning-formatted-number')).toBeNull();
        expect(element.shadowRoot.querySelector('.unknown').textContent).toBe('Not available');
    });

    it('leaves out a currency it does not know', () => {
        expect(show({ amount: 1 }).shadowRoot.querySelector('.code')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(show({ amount: 12, currencyCode: 'USD' })).toBeAccessible();
    });
});
