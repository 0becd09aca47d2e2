/**
 * A GraphQL field is `{ value, displayValue }`, a relationship a node of its own. Here they become
 * `{ Id, Name: 'X', BC_Payment__r: { … } }`.
 *
 * @param {object|null} node
 */
export function plain(node) {
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(
        Object.entries(node).map(([name, field]) => {
            if (field === null || typeof field !== 'object') return [name, field];
            return [name, 'value' in field ? field.value : plain(field)];
        }),
    );
}

/**
 * @param {{edges: {node: object}[], pageInfo?: {hasNextPage: boolean}}|undefined} connection
 * @returns {{rows: object[], complete: boolean}} `complete` is false when the platform has more than it gave
 */
export function rowsOf(connection) {
    return {
        rows: (connection?.edges ?? []).map(({ node }) => plain(node)),
        complete: connection?.pageInfo?.hasNextPage !== true,
    };
}
