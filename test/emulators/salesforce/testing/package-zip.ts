import { strToU8, zipSync } from 'fflate'

const typeOfFolder: Readonly<Record<string, string>> = {
  objects: 'CustomObject',
  permissionsets: 'PermissionSet',
  permissionsetgroups: 'PermissionSetGroup',
  layouts: 'Layout',
  tabs: 'CustomTab',
  applications: 'CustomApplication',
  flexipages: 'FlexiPage',
  lwc: 'LightningComponentBundle',
  labels: 'CustomLabels',
  notificationtypes: 'CustomNotificationType',
  platformEventChannels: 'PlatformEventChannel',
  platformEventChannelMembers: 'PlatformEventChannelMember',
  managedEventSubscriptions: 'ManagedEventSubscription',
}

/** The zip of a metadata deploy: these files, and a package.xml that names them. */
export function packageZip(files: Readonly<Record<string, string>>): Uint8Array {
  const members = new Map<string, Set<string>>()
  for (const path of Object.keys(files)) {
    const [folder = '', name = ''] = path.split('/')
    const type = typeOfFolder[folder]
    if (!type) continue
    const known = members.get(type) ?? new Set()
    members.set(type, known.add(folder === 'lwc' ? name : name.replace(/\.[^.]+$/, '')))
  }
  const types = [...members].map(
    ([type, names]) =>
      `<types>${[...names].map((name) => `<members>${name}</members>`).join('')}<name>${type}</name></types>`,
  )
  const manifest = `<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata">${types.join('')}<version>67.0</version></Package>`
  const all = { 'package.xml': manifest, ...files }
  return zipSync(Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)])))
}
