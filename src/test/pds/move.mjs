// Moves an account from one PDS to another, as its owner would: account, repository, DID document, activation.
//
//   node move.mjs FROM_PDS TO_PDS PLC_URL DID HANDLE PASSWORD
//
// Environment: PLC_ROTATION_KEY, the same as for both servers (start.mjs).
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Client } = require('@did-plc/lib')
const { Secp256k1Keypair } = require('@atproto/crypto')

const [from, to, plcUrl, did, handle, password] = process.argv.slice(2)
const json = { 'content-type': 'application/json' }

async function call(pds, method, nsid, { query, token, body, headers } = {}) {
  const url = `${pds}/xrpc/${nsid}${query ? '?' + new URLSearchParams(query) : ''}`
  const res = await fetch(url, {
    method,
    body,
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })
  if (!res.ok) throw new Error(`${method} ${url}: ${res.status} ${await res.text()}`)
  return res
}

const post = (pds, nsid, token, input) =>
  call(pds, 'POST', nsid, { token, headers: input ? json : {}, body: input && JSON.stringify(input) })
const get = (pds, nsid, query, token) => call(pds, 'GET', nsid, { query, token })

const old = await (await post(from, 'com.atproto.server.createSession', null, { identifier: did, password })).json()
const { did: audience } = await (await get(to, 'com.atproto.server.describeServer')).json()
const { token: service } = await (
  await get(from, 'com.atproto.server.getServiceAuth', { aud: audience, lxm: 'com.atproto.server.createAccount' },
    old.accessJwt)
).json()
const account = await (
  await post(to, 'com.atproto.server.createAccount', service,
    { did, handle, password, email: `moved-${did.slice(-8)}@example.test` })
).json()

const car = await (await get(from, 'com.atproto.sync.getRepo', { did }, old.accessJwt)).arrayBuffer()
await call(to, 'POST', 'com.atproto.repo.importRepo', {
  token: account.accessJwt,
  headers: { 'content-type': 'application/vnd.ipld.car' },
  body: Buffer.from(car),
})

const wanted = await (
  await get(to, 'com.atproto.identity.getRecommendedDidCredentials', undefined, account.accessJwt)
).json()
const key = await Secp256k1Keypair.import(process.env.PLC_ROTATION_KEY)
await new Client(plcUrl).updateData(did, key, (last) => ({ ...last, ...wanted }))

await post(to, 'com.atproto.server.activateAccount', account.accessJwt)
await post(from, 'com.atproto.server.deactivateAccount', old.accessJwt, {})
