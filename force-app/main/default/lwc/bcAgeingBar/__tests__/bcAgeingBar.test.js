import { createElement } from 'lwc';
import BcAgeingBar from 'c/bcAgeingBar';

const group = {
    currencyCode: 'USD',
    total: BigInt(400),
    buckets: [
        { key: 'current', count: 1, amount: BigInt(300) },
        { key: 'days30', count: 0, amount: BigInt(0) },
        { key: 'older', count: 2, amount: BigInt(100) },
    ],
};

const show = (properties) => {
    const element = createElement('c-bc-ageing-bar', { is: BcAgeingBar });
    Object.assign(element, { groups: [group], selected: null, ...properties });
    document.body.appendChild(element);
    return element;
};

describe('c-bc-ageing-bar', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows each filled bucket in proportion, and says it', () => {
        const root = show().shadowRoot;
        expect([...root.querySelectorAll('.segment')].map(({ style }) => style.width)).toEqual(['75%', '25%']);
        expect(root.querySelector('.bar').getAttribute('aria-label')).toBe(
            'Open invoices by age: Not due 3.00 USD, Over 90 days late 1.00 USD',
        );
    });

    it.each([
        [null, 'older', 'older'],
        ['current', 'older', 'older'],
        ['older', 'older', null],
    ])('with %s chosen, a click on %s chooses %s', (selected, clicked, bucket) => {
        const element = show({ selected });
        const choose = jest.fn();
        element.addEventListener('bucketselect', (event) => choose(event.detail.bucket));
        element.shadowRoot.querySelector(`[data-bucket="${clicked}"]`).click();
        expect(choose).toHaveBeenCalledWith(bucket);
    });

    it('tells which bucket is chosen', () => {
        const pressed = [...show({ selected: 'older' }).shadowRoot.querySelectorAll('button')].map((button) =>
            button.getAttribute('aria-pressed'),
        );
        expect(pressed).toEqual(['false', 'true']);
    });

    it.each([
        ['nothing is open', []],
        ['a part is not known', [{ ...group, total: null }]],
    ])('shows nothing when %s', (_why, groups) => {
        expect(show({ groups }).shadowRoot.querySelector('section')).toBeNull();
    });

    it('is accessible', async () => {
        await expect(show()).toBeAccessible();
    });
});
