'use strict'
// Generated from the models of the engine, not to be edited: `make kinds`.
module.exports = {
  authorizationPolicy: 'security.istio.io/AuthorizationPolicy',
  destinationRule: 'networking.istio.io/DestinationRule',
  gateway: 'networking.istio.io/Gateway',
  peerAuthentication: 'security.istio.io/PeerAuthentication',
  requestAuthentication: 'security.istio.io/RequestAuthentication',
  secret: 'Secret',
  serviceEntry: 'networking.istio.io/ServiceEntry',
  sidecar: 'networking.istio.io/Sidecar',
  workloadEntry: 'networking.istio.io/WorkloadEntry',
  workloadGroup: 'networking.istio.io/WorkloadGroup',
}
