// Stands in for the platform's navigation service; lightning/navigation re-exports it.
const Navigate = Symbol('Navigate')
const GenerateUrl = Symbol('GenerateUrl')

const urlOf = ({ type, attributes = {} }) =>
  type === 'standard__recordPage'
    ? `/lightning/r/${attributes.objectApiName}/${attributes.recordId}/${attributes.actionName}`
    : (attributes.url ?? `/lightning/${type}`)

/** There is nowhere to go from this page: the request becomes an event of the window. */
export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](reference) {
      window.dispatchEvent(new CustomEvent('navigate', { detail: { reference, url: urlOf(reference) } }))
    }

    [GenerateUrl](reference) {
      return Promise.resolve(urlOf(reference))
    }
  }
NavigationMixin.Navigate = Navigate
NavigationMixin.GenerateUrl = GenerateUrl

export class CurrentPageReference {
  constructor(emit) {
    this.emit = emit
    emit(undefined)
  }

  connect() {
    this.emit({ type: 'standard__recordPage', attributes: {}, state: {} })
  }

  update() {}

  disconnect() {}
}
