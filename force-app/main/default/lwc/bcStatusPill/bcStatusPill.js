import { LightningElement, api } from 'lwc';

const TONES = ['neutral', 'info', 'success', 'warning', 'error'];

/** A status in a few words. The words say it; the color only helps. */
export default class BcStatusPill extends LightningElement {
    @api label;
    /** `neutral` `info` `success` `warning` `error` */
    @api tone = 'neutral';

    get pillClass() {
        return `pill ${TONES.includes(this.tone) ? this.tone : 'neutral'}`;
    }
}
