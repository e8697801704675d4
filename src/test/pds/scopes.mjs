// Asks the scopes package of the PDS about scope strings. Reads a JSON array from stdin, and writes a JSON array.
//
//   node scopes.mjs
//
// Input:  {"scope": "...", "asks": [{"repo": {"action": "create", "collection": "..."}}, ...]}
// Output: {"values": [...], "allowed": [...]}: each value in its canonical form, null if it is invalid
//   or: {"include": "...", "set": {...}}, output: {"values": [...]}
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(import.meta.url)
const { IncludeScope, ScopePermissionsTransition, normalizeAtprotoOauthScopeValue } = require('@atproto/oauth-scopes')

const METHODS = {
  repo: 'allowsRepo', rpc: 'allowsRpc', blob: 'allowsBlob', account: 'allowsAccount', identity: 'allowsIdentity',
}

function canonical(value) {
  try {
    return normalizeAtprotoOauthScopeValue(value)
  } catch (e) {
    if (e instanceof URIError) return null
    throw e
  }
}

function answer({ scope, asks, include, set }) {
  if (include) return { values: IncludeScope.fromString(include).toScopes(set) }
  const values = scope.split(' ').map(canonical)
  const permissions = new ScopePermissionsTransition(values.filter((value) => value !== null))
  const allowed = asks.map((ask) => {
    const [resource, options] = Object.entries(ask)[0]
    return permissions[METHODS[resource]](options)
  })
  return { values, allowed }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(answer)))
