/** Behaviour that Entra leaves to policy or does not document; the README explains each default. */
export interface Switches {
  /** Life of an access token in seconds; `expires_in` says one less, as Entra does. */
  tokenLifetimeSeconds: number
  /**
   * The clock that the times of a client assertion are checked against: MSAL stamps them by the wall clock and cannot
   * be given another, so `wall` keeps certificates working after the sandbox's clock was moved.
   */
  assertionTime: 'wall' | 'sandbox'
  /** How far a client's clock may be off when the times of a client assertion are checked, in seconds. */
  clockSkewSeconds: number
  /**
   * The `jti` of a client assertion: not looked at, asked for, or accepted once only. MSAL sends one assertion again
   * until it expires, so `once` refuses MSAL's second request.
   */
  assertionId: 'ignore' | 'required' | 'once'
  /**
   * The `x5c` of a client assertion that names its certificate by thumbprint too: Microsoft does not say whether it is
   * looked at. `checked` finds the mistakes of a client, `ignored` lets them pass.
   */
  certificateChain: 'checked' | 'ignored'
  /** Resources (application ID URIs) that tokens may be asked for. */
  resources: readonly string[]
}

export const businessCentralResource = 'https://api.businesscentral.dynamics.com'

export const defaultSwitches: Switches = {
  tokenLifetimeSeconds: 3600,
  assertionTime: 'wall',
  clockSkewSeconds: 300,
  assertionId: 'required',
  certificateChain: 'checked',
  resources: [businessCentralResource],
}
