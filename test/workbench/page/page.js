// The Business Central side of the page: buttons for what finance does, and what the books say.
const place = (id) => document.getElementById(id)
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

async function ask(path, init) {
  const response = await fetch(path, init)
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? response.statusText)
  return answer
}

function table({ title, rows, note }) {
  const section = make('section', {}, make('h3', { className: 'wb-subheading', textContent: title }))
  if (note) section.append(make('p', { className: 'wb-note', textContent: note }))
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return section
  const head = make('tr', {}, ...columns.map((name) => make('th', { scope: 'col', textContent: name })))
  const body = rows.map((row) =>
    make('tr', {}, ...columns.map((name) => make('td', { textContent: String(row[name] ?? '') }))),
  )
  const grid = make('table', {}, make('thead', {}, head), make('tbody', {}, ...body))
  // A table wider than a phone scrolls in its own frame; the frame takes the focus so that keys can scroll it.
  section.append(make('div', { className: 'wb-frame', tabIndex: 0, role: 'region', ariaLabel: title }, grid))
  return section
}

let shown = ''

async function showState() {
  try {
    const { sections = [], available } = await ask('/api/state')
    const next = JSON.stringify(sections)
    if (next !== shown) place('state').replaceChildren(...sections.map(table))
    shown = next
    for (const button of place('actions').children) {
      button.disabled = button.ariaBusy === 'true' || (available !== undefined && !available.includes(button.name))
    }
  } catch (error) {
    place('outcome').textContent = `Business Central did not answer: ${error.message}`
  }
}

async function run(button, label) {
  button.ariaBusy = 'true'
  button.disabled = true
  place('outcome').textContent = `${label} …`
  try {
    const { outcome } = await ask(`/api/actions/${encodeURIComponent(button.name)}`, { method: 'POST' })
    place('outcome').textContent = outcome
  } catch (error) {
    place('outcome').textContent = `${label} failed: ${error.message}`
  } finally {
    button.ariaBusy = 'false'
    button.disabled = false
    await showState()
  }
}

const { actions } = await ask('/api/actions')
place('actions').replaceChildren(
  ...actions.map(({ name, label }) => {
    const button = make('button', { type: 'button', name, textContent: label, className: 'wb-action' })
    button.addEventListener('click', () => run(button, label))
    return button
  }),
)
await showState()
setInterval(() => {
  if (document.visibilityState === 'visible') void showState()
}, 3000)
