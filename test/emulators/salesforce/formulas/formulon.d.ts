/** Of `formulon` only the parser is used: its own evaluator counts money in floats. */
declare module 'formulon' {
  export interface Literal {
    readonly type: 'literal'
    readonly value: string | number | boolean | null
    readonly dataType: 'text' | 'number' | 'checkbox' | 'null'
  }
  export interface Identifier {
    readonly type: 'identifier'
    readonly name: string
  }
  export interface CallExpression {
    readonly type: 'callExpression'
    /** Lower case; operators are calls too: `add`, `lessThan`, … */
    readonly id: string
    readonly arguments: readonly Expression[]
  }
  export type Expression = Literal | Identifier | CallExpression
  export interface ParseError {
    readonly type: 'error'
    readonly errorType: string
    readonly message: string
  }
  const formulon: { ast(formula: string): Expression | ParseError }
  export default formulon
}
