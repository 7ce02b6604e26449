#!/bin/sh
# Writes ca.pem and bare-leaf.pem anew: a CA, and a leaf as Cloudflare's documentation has it made, without key usage, extended
# key usage and names. The keys are not kept.
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
