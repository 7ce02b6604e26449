#!/bin/sh
# How the certificates and keys of this directory were made. They are committed: the golden files hold them.
# The keys are for tests alone.
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
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[origin]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:*.shop.example,DNS:shop.example
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
# 100 years: tests pass the time in.
days=36500
root() { # file, name
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" \
        -extensions ca -subj "/O=Example Shop/CN=$2" -days $days -set_serial "$3" -keyout "$work/$1.key" -out "$1.pem"
}
root origin-ca "Origin Servers" 1
root pull-ca "Edge Clients" 2
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" \
    -subj "/O=Example Shop/CN=Origin" -keyout origin.key -out "$work/origin.csr"
openssl x509 -req -in "$work/origin.csr" -CA origin-ca.pem -CAkey "$work/origin-ca.key" -set_serial 3 -days $days \
    -extfile "$work/x.cnf" -extensions origin -out origin.pem
