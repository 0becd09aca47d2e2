import { pollWhileVisible } from 'c/bcVisiblePoll';

function setVisibility(state) {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new CustomEvent('visibilitychange'));
}

describe('c-bc-visible-poll', () => {
    let tick;
    let stop;

    beforeEach(() => {
        jest.useFakeTimers();
        tick = jest.fn();
        stop = () => {};
    });

    afterEach(() => {
        stop();
        setVisibility('visible');
        jest.useRealTimers();
    });

    it('ticks while the page is visible, until it is stopped', () => {
        stop = pollWhileVisible(30, tick);
        jest.advanceTimersByTime(90_000);
        expect(tick).toHaveBeenCalledTimes(3);
        stop();
        jest.advanceTimersByTime(90_000);
        expect(tick).toHaveBeenCalledTimes(3);
    });

    it('rests while nobody looks and ticks at once when somebody does again', () => {
        stop = pollWhileVisible(30, tick);
        setVisibility('hidden');
        jest.advanceTimersByTime(600_000);
        expect(tick).not.toHaveBeenCalled();
        setVisibility('visible');
        expect(tick).toHaveBeenCalledTimes(1);
        jest.advanceTimersByTime(30_000);
        expect(tick).toHaveBeenCalledTimes(2);
    });

    it('does not begin on a hidden page', () => {
        setVisibility('hidden');
        stop = pollWhileVisible(30, tick);
        jest.advanceTimersByTime(60_000);
        expect(tick).not.toHaveBeenCalled();
    });

    it.each([0, -1, NaN, undefined])('never ticks every %p seconds', (seconds) => {
        stop = pollWhileVisible(seconds, tick);
        jest.advanceTimersByTime(600_000);
        setVisibility('visible');
        expect(tick).not.toHaveBeenCalled();
    });

    it('does not tick faster than every five seconds', () => {
        stop = pollWhileVisible(1, tick);
        jest.advanceTimersByTime(10_000);
        expect(tick).toHaveBeenCalledTimes(2);
    });
});
