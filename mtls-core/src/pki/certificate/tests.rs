use super::Certificate;

const SVID: &[u8] = include_bytes!("../../../tests/data/pki/svid.pem");

#[test]
fn the_facts_of_an_svid() {
    let svid = Certificate::from_pem(SVID).unwrap();
    assert_eq!(svid.subject(), "CN=cart,O=Example Shop");
    assert_eq!(svid.issuer(), "CN=Intermediate,O=Example Shop");
    assert_eq!(svid.serial(), "7a:3b:9c");
    assert_eq!(svid.path_length(), None);
    println!("{}{}", svid.describe(), serde_json::to_string_pretty(&svid).unwrap());
}
