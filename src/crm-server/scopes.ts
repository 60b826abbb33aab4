// What a token may be allowed to do, as HubSpot names it.

/** Every scope that means something here. */
export const SCOPES: readonly string[] = [
  ...['contacts', 'companies', 'deals'].flatMap((kind) =>
    ['objects', 'schemas'].flatMap((part) => ['read', 'write'].map((access) => `crm.${part}.${kind}.${access}`)),
  ),
  'crm.objects.owners.read',
  'crm.lists.read',
]
