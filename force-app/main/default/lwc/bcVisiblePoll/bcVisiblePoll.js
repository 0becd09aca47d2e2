/** A tab nobody looks at costs no API call, and nobody needs amounts fresher than this. */
const LEAST_SECONDS = 5;

/**
 * Calls `tick` every so often while the page is visible, and at once when it becomes visible again.
 *
 * @param {number} seconds 0 or less never ticks
 * @param {() => void} tick
 * @returns {() => void} stops it
 */
export function pollWhileVisible(seconds, tick) {
    if (!(seconds > 0)) return () => {};
    let timer;
    const stopTimer = () => clearInterval(timer);
    const startTimer = () => {
        stopTimer();
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- ended by the function returned below
        timer = setInterval(tick, Math.max(seconds, LEAST_SECONDS) * 1000);
    };
    const onVisibility = () => {
        if (document.visibilityState === 'hidden') {
            stopTimer();
        } else {
            tick();
            startTimer();
        }
    };
    document.addEventListener('visibilitychange', onVisibility);
    if (document.visibilityState !== 'hidden') startTimer();
    return () => {
        stopTimer();
        document.removeEventListener('visibilitychange', onVisibility);
    };
}
