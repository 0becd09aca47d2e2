/** As many lines as an order may have that nobody has approved. */
export const most = 2

/** The orders that wait until somebody has approved of them. */
export const approvalRule = `$count(OrderItems) > ${most}`
