#!/bin/sh
# How the CAs of this directory were made: a root and its successor, and an intermediate a cluster under each. They
# are committed: the golden files hold them. The keys are for tests alone. `gateway.*` is a gateway's certificate and
# `customers.pem` the CA of its clients.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cat > "$work/x.cnf" <<'CNF'
[req]
distinguished_name = dn
prompt = no
[dn]
CN = replaced
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = critical,URI:${ENV::TRUST_DOMAIN}
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:api.ew.example
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
export TRUST_DOMAIN=spiffe://unused
# 100 years: tests pass the time in.
days=36500
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
root() { # file, name, serial
    key "$1"
    openssl req -x509 -new -key "$1.key" -config "$work/x.cnf" -extensions root -subj "/O=Example Mesh/CN=$2" \
        -days $days -set_serial "$3" -out "$1.pem"
}
under() { # issuer, file, name, serial, extensions
    key "$2"
    openssl req -new -key "$2.key" -config "$work/x.cnf" -subj "/O=Example Mesh/CN=$3" -out "$work/$2.csr"
    openssl x509 -req -in "$work/$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$4" -days $days \
        -extfile "$work/x.cnf" -extensions "$5" -out "$2.pem"
}
root root "Mesh Root" 1
root next-root "Mesh Root 2" 2
root customers "Customers" 3
n=10
for cluster in a b; do
    export TRUST_DOMAIN=spiffe://cluster-$cluster.ew.bp
    under root "cluster-$cluster" "Cluster $cluster" $n intermediate
    under next-root "next-cluster-$cluster" "Next Cluster $cluster" $((n + 10)) intermediate
    n=$((n + 1))
done
export TRUST_DOMAIN=spiffe://unused
under customers gateway "Gateway" 30 server
rm customers.key
