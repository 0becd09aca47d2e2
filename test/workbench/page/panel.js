// The package's own component in a real browser, with the shadow DOM the platform uses by default.
import '@lwc/synthetic-shadow'
import { createElement } from 'lwc'
import BcBillingPanel from 'c/bcBillingPanel'

const parameters = new URLSearchParams(location.search)
const recordId = parameters.get('recordId')
const place = document.getElementById('panel')

if (recordId) {
  const panel = createElement('c-bc-billing-panel', { is: BcBillingPanel })
  panel.recordId = recordId
  panel.refreshSeconds = Number(parameters.get('refreshSeconds') ?? 5)
  place.replaceChildren(panel)
} else {
  place.textContent = 'Add ?recordId= with the id of an account to the address of this page.'
}
