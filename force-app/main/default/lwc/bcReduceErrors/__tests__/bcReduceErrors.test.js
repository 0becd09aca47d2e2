import { reduceErrors } from 'c/bcReduceErrors';

describe('c-bc-reduce-errors', () => {
    it.each([
        ['GraphQL errors', [{ message: 'one' }, { message: 'two' }], ['one', 'two']],
        ['the same error twice', [{ message: 'one' }, { message: 'one' }], ['one']],
        ['an error of a data service', { body: { message: 'no access' } }, ['no access']],
        ['a list in a body', { body: [{ message: 'a' }, { message: 'b' }] }, ['a', 'b']],
        ['errors of a record', { body: { output: { errors: [{ message: 'rule' }] } } }, ['rule']],
        ['an Error', new Error('broken'), ['broken']],
        ['a status only', { statusText: 'Bad Gateway' }, ['Bad Gateway']],
        ['a text', 'plain', ['plain']],
        ['nothing', undefined, []],
        ['an error that says nothing', [{}, null], []],
    ])('reads %s', (_what, errors, messages) => {
        expect(reduceErrors(errors)).toEqual(messages);
    });
});
