import { LightningElement, api } from 'lwc';

/** One of a few, chosen by pills. Event `choose` with `detail.value`. */
export default class BcChoicePills extends LightningElement {
    /** What is chosen here, for screen readers. */
    @api label;
    /** `{ value, label }` */
    @api options = [];
    @api value;

    get pills() {
        return this.options.map((option) => ({ ...option, pressed: String(option.value === this.value) }));
    }

    handleClick(event) {
        const { value } = event.currentTarget.dataset;
        this.dispatchEvent(new CustomEvent('choose', { detail: { value } }));
    }
}
