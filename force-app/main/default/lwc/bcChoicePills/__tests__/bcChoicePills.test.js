import { createElement } from 'lwc';
import BcChoicePills from 'c/bcChoicePills';

const show = (value) => {
    const element = createElement('c-bc-choice-pills', { is: BcChoicePills });
    Object.assign(element, {
        label: 'Company',
        value,
        options: [
            { value: 'a', label: 'CRONUS USA' },
            { value: 'b', label: 'CRONUS Europe' },
        ],
    });
    document.body.appendChild(element);
    return element;
};
const buttons = (element) => [...element.shadowRoot.querySelectorAll('button')];

describe('c-bc-choice-pills', () => {
    afterEach(() => document.body.replaceChildren());

    it('shows what is chosen', () => {
        const pressed = buttons(show('b')).map((button) => [button.textContent, button.getAttribute('aria-pressed')]);
        expect(pressed).toEqual([
            ['CRONUS USA', 'false'],
            ['CRONUS Europe', 'true'],
        ]);
    });

    it('tells what is chosen next', () => {
        const element = show('a');
        const choose = jest.fn();
        element.addEventListener('choose', (event) => choose(event.detail.value));
        buttons(element)[1].click();
        expect(choose).toHaveBeenCalledWith('b');
    });

    it('is accessible', async () => {
        await expect(show('a')).toBeAccessible();
    });
});
