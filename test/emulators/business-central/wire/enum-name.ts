/** `In_x0020_Review` → `In Review`, `_x0020_` → a blank. [Microsoft Learn: OData enum member names] */
export const memberText = (member: string): string =>
  member.replace(/_x([0-9A-Fa-f]{4})_/g, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
