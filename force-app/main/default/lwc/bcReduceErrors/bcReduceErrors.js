/**
 * The messages inside whatever a wire, a data service or a rejected promise reports as an error, each once.
 *
 * @param {*} errors an array of GraphQL errors, a FetchResponse with a body, or an Error
 * @returns {string[]}
 */
export function reduceErrors(errors) {
    const list = Array.isArray(errors) ? errors : [errors];
    const messages = list.filter(Boolean).flatMap((error) => {
        if (typeof error === 'string') return [error];
        if (Array.isArray(error.body)) return error.body.map(({ message }) => message);
        if (error.body?.output?.errors?.length) return error.body.output.errors.map(({ message }) => message);
        return [error.body?.message ?? error.message ?? error.statusText];
    });
    return [...new Set(messages.filter(Boolean))];
}
