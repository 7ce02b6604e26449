'use strict'
// Generated from the models of the engine, not to be edited: `make kinds`.
module.exports = {
  gateway: 'networking.istio.io/Gateway',
  peerAuthentication: 'security.istio.io/PeerAuthentication',
  secret: 'Secret',
}
