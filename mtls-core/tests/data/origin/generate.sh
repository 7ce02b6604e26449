#!/bin/sh
# Writes the files beside it anew: a CA, and a leaf as Cloudflare's documentation has it made, without key usage, extended
# key usage and names, whose keys are not kept.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=Edge CA" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" -keyout "$work/ca.key" -out ca.pem
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=edge" -keyout "$work/leaf.key" -out "$work/leaf.csr"
echo "basicConstraints=CA:FALSE" > "$work/extensions"
openssl x509 -req -in "$work/leaf.csr" -CA ca.pem -CAkey "$work/ca.key" -CAcreateserial -CAserial "$work/serial" -days 36000 \
    -extfile "$work/extensions" -out bare-leaf.pem

# A CA without a key identifier, and a leaf of it that names its issuer's by none; this leaf's key is kept.
printf '[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=v3\n[dn]\nCN=Plain Edge CA\n[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n' > "$work/plain.cnf"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -config "$work/plain.cnf" \
    -keyout "$work/plain.key" -out plain-ca.pem
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=edge.example" -keyout plain-edge.key -out "$work/edge.csr"
printf 'extendedKeyUsage=clientAuth\nsubjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n' > "$work/edge.ext"
openssl x509 -req -in "$work/edge.csr" -CA plain-ca.pem -CAkey "$work/plain.key" -CAcreateserial -CAserial "$work/serial" -days 36000 \
    -extfile "$work/edge.ext" -out plain-edge.pem
