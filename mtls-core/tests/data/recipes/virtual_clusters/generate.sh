#!/bin/sh
# How the certificate and key of this directory were made. They are committed: the golden files hold them.
# The key is for tests alone.
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
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:*.api.storefront.example
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
# 100 years: tests pass the time in.
days=36500
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" -extensions ca \
    -subj "/O=Example Storefront/CN=Servers" -days $days -set_serial 1 -keyout "$work/ca.key" -out "$work/ca.pem"
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" \
    -subj "/O=Example Storefront/CN=API" -keyout wildcard.key -out "$work/wildcard.csr"
openssl x509 -req -in "$work/wildcard.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -set_serial 2 -days $days \
    -extfile "$work/x.cnf" -extensions server -out wildcard.pem
