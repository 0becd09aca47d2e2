/** How OAuth says no: an object with HTTP 400, not the REST array. */
export interface Refusal {
  readonly error: string
  readonly error_description: string
}

export const refuse = (error: string, description: string): Refusal => ({ error, error_description: description })
