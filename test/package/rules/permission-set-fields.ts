import { alwaysVisible, customField } from '../fields.ts'
import type { Rule } from '../finding.ts'
import { elements, text } from '../xml.ts'

export const permissionSetFields: Rule = {
  name: 'permission-set-fields',
  why: '"You cannot deploy to a required field": names, masters and required fields take no permission.',
  check: (source) =>
    source.ofType('PermissionSet').flatMap(({ path, body }) =>
      elements(body, 'fieldPermissions').flatMap((permission) => {
        const name = text(permission, 'field')
        const [object = '', field = ''] = name.split('.')
        const own = customField(source, object, field)
        if (field === 'Name' || (own && alwaysVisible(own))) {
          return [{ path, problem: `${name} is required or a master and takes no permission` }]
        }
        const blind = text(permission, 'editable') === 'true' && text(permission, 'readable') !== 'true'
        return blind ? [{ path, problem: `${name} is editable but not readable` }] : []
      }),
    ),
}
