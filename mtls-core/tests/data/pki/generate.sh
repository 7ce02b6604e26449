#!/bin/sh
# How the files of this directory were made. They are committed: facts about them must not change.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cat > "$work/x.cnf" <<'CNF'
[req]
distinguished_name = dn
prompt = no
[dn]
O = Example Shop
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
[svid]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = URI:spiffe://cluster-a.example/ns/shop/sa/cart,DNS:cart.shop.svc,IP:192.0.2.7,IP:2001:db8::7,email:cart@example.com
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.2.3.4
crlDistributionPoints = URI:http://crl.example/a.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/a.cer
[request]
subjectAltName = URI:spiffe://cluster-a.example/ns/shop/sa/cart,DNS:cart.shop.svc
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
[ca]
default_ca = default
[default]
database = work_db
crlnumber = work_number
default_md = sha256
default_crl_days = 30
crl_extensions = crl
[crl]
authorityKeyIdentifier = keyid
CNF
key() { openssl ecparam -name "$2" -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"; }
sign() { # name subject issuer section serial
    openssl req -new -config "$work/x.cnf" -key "$1.key" -subj "$2" -out "$work/$1.csr"
    openssl x509 -req -in "$work/$1.csr" -CA "$3.pem" -CAkey "$3.key" -extfile "$work/x.cnf" -extensions "$4" \
        -set_serial "$5" -days 36500 -out "$1.pem" 2>/dev/null
}
key root secp384r1
openssl req -x509 -new -config "$work/x.cnf" -extensions root -key root.key -subj "/O=Example Shop/CN=Root" \
    -set_serial 0x01 -days 36500 -out root.pem
key intermediate prime256v1
sign intermediate "/O=Example Shop/CN=Intermediate" root intermediate 0x00ff02
key svid prime256v1
sign svid "/O=Example Shop/CN=cart" intermediate svid 0x7a3b9c
key other-root secp384r1
openssl req -x509 -new -config "$work/x.cnf" -extensions root -key other-root.key -subj "/O=Example Shop/CN=Root" \
    -set_serial 0x02 -days 36500 -out other-root.pem
openssl req -new -config "$work/x.cnf" -reqexts request -key svid.key -subj "/O=Example Shop/CN=cart" -out svid.csr
sed -i "s#work_db#$work/db#; s#work_number#$work/number#" "$work/x.cnf"
printf 'R\t21260101000000Z\t260101000000Z,keyCompromise\t7A3B9C\tunknown\t/CN=cart\n' > "$work/db"
printf 'R\t21260101000000Z\t260102000000Z\t00FF03\tunknown\t/CN=web\n' >> "$work/db"
echo 2A > "$work/number"
openssl ca -config "$work/x.cnf" -gencrl -keyfile intermediate.key -cert intermediate.pem \
    -crl_lastupdate 20260103000000Z -crl_nextupdate 20260203000000Z -out intermediate.crl
# The other formats of keys.
openssl ec -in svid.key -out svid.sec1.key 2>/dev/null
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
openssl rsa -in rsa.key -traditional -out rsa.pkcs1.key 2>/dev/null
openssl genpkey -algorithm ED25519 -out ed25519.key
openssl pkcs8 -topk8 -in svid.key -passout pass:secret -out svid.encrypted.key
openssl ec -in svid.key -aes128 -passout pass:secret -out svid.legacy-encrypted.key 2>/dev/null
# An authority whose key is too short to be checked by, and a leaf of it; neither key is needed again.
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out "$work/short-root.key" 2>/dev/null
openssl req -x509 -new -config "$work/x.cnf" -extensions root -key "$work/short-root.key" \
    -subj "/O=Example Shop/CN=Short" -set_serial 0x03 -days 36500 -out short-root.pem
openssl req -new -config "$work/x.cnf" -key svid.key -subj "/O=Example Shop/CN=cart" -out "$work/under-short-root.csr"
openssl x509 -req -in "$work/under-short-root.csr" -CA short-root.pem -CAkey "$work/short-root.key" \
    -extfile "$work/x.cnf" -extensions svid -set_serial 0x04 -days 36500 -out under-short-root.pem 2>/dev/null
