import { changed, without, main, type Mistake } from './plant.ts'

export const inPages: readonly Mistake[] = [
  [
    'app-and-pages',
    'there is no tab',
    changed(`${main}/applications/BC_Business_Central.app-meta.xml`, '<tabs>BC_Invoice__c', '<tabs>BC_Bills'),
  ],
  ['app-and-pages', 'there is no page', without(`${main}/flexipages/BC_Account_Record_Page.flexipage-meta.xml`)],
  [
    'app-and-pages',
    'there is no component',
    changed(`${main}/flexipages/BC_Account_Record_Page.flexipage-meta.xml`, '>bcBillingPanel<', '>bcBilling<'),
  ],
  [
    'app-and-pages',
    'has no property',
    changed(`${main}/flexipages/BC_Account_Record_Page.flexipage-meta.xml`, 'refreshSeconds', 'refreshMinutes'),
  ],
  [
    'app-and-pages',
    'is not exposed',
    changed(`${main}/lwc/bcBillingPanel/bcBillingPanel.js-meta.xml`, '<isExposed>true', '<isExposed>false'),
  ],
  [
    'app-and-pages',
    'is not made for Account',
    changed(`${main}/lwc/bcBillingPanel/bcBillingPanel.js-meta.xml`, '<object>Account', '<object>Order'),
  ],
  [
    'app-and-pages',
    'there is no object',
    changed(`${main}/flexipages/BC_Account_Record_Page.flexipage-meta.xml`, '>Account<', '>Konto<'),
  ],
  [
    'app-and-pages',
    'there is no object BC_Payment__c',
    without(`${main}/objects/BC_Payment__c/BC_Payment__c.object-meta.xml`),
  ],
  [
    'channel-members',
    'there is no channel',
    without('force-app/cdc/platformEventChannels/BC_Sync__chn.platformEventChannel-meta.xml'),
  ],
  [
    'channel-members',
    'is no change event',
    changed(
      'force-app/cdc/platformEventChannelMembers/BC_Sync_chn_OrderChangeEvent.platformEventChannelMember-meta.xml',
      '>OrderChangeEvent<',
      '>OrderEvent<',
    ),
  ],
  [
    'channel-members',
    'it must be called',
    changed(
      'force-app/cdc/platformEventChannelMembers/BC_Sync_chn_OrderChangeEvent.platformEventChannelMember-meta.xml',
      '>OrderChangeEvent<',
      '>ContactChangeEvent<',
    ),
  ],
  [
    'labels',
    'there is no label',
    changed(`${main}/labels/CustomLabels.labels-meta.xml`, '>BC_Refresh<', '>BC_Reload<'),
  ],
  [
    'labels',
    'nobody uses the label BC_Reload',
    changed(`${main}/labels/CustomLabels.labels-meta.xml`, '>BC_Refresh<', '>BC_Reload<'),
  ],
  [
    'labels',
    'too long',
    changed(
      `${main}/labels/CustomLabels.labels-meta.xml`,
      '<shortDescription>Refresh<',
      `<shortDescription>${'Refresh '.repeat(11)}<`,
    ),
  ],
  ['component-bundles', 'is missing', without(`${main}/lwc/bcMoney/bcMoney.js-meta.xml`)],
  ['component-bundles', 'is missing', without(`${main}/lwc/bcMoney/bcMoney.js`)],
  [
    'component-bundles',
    'there is no component c/bcCash',
    changed(`${main}/lwc/bcTile/bcTile.html`, /c-bc-money/g, 'c-bc-cash'),
  ],
  [
    'component-bundles',
    'there is no component c/bcDaze',
    changed(`${main}/lwc/bcAgeing/bcAgeing.js`, 'c/bcDays', 'c/bcDaze'),
  ],
]
