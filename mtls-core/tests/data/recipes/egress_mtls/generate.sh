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
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
# 100 years: tests pass the time in.
days=36500
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" -extensions ca \
    -subj "/O=Example Enterprise/CN=Root" -days $days -set_serial 1 -keyout "$work/ca.key" -out enterprise-ca.pem
serial=2
for name in gateway curl till; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config "$work/x.cnf" \
        -subj "/O=Example Enterprise/CN=$name" -keyout $name.key -out "$work/$name.csr"
    openssl x509 -req -in "$work/$name.csr" -CA enterprise-ca.pem -CAkey "$work/ca.key" -set_serial $serial -days $days \
        -extfile "$work/x.cnf" -extensions client -out $name.pem
    serial=$((serial + 1))
done
