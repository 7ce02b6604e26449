//! What may change who is let in, beside the rules themselves: what is not known here leaves the answer open.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::sections::Content;
use super::tree::Node;
use super::{Doubt, setting};

/// What lets requests past redirects, rewriting and sections alike.
pub(super) fn past_everything<'t>(main: &'t [Node], host: &'t [Node]) -> Option<Doubt<'t>> {
    let cached_first =
        setting(main, host, "cachequickhandler").is_none_or(|node| !node.arg(0).eq_ignore_ascii_case("off"));
    find(main, host, &|node| match node.name.as_str() {
        "proxyrequests" if !node.arg(0).eq_ignore_ascii_case("off") => {
            Some("passes on what names another server, and no section by path is asked")
        }
        "cacheenable" if cached_first => {
            Some("answers from the cache before access is decided; `CacheQuickHandler off` ends that")
        }
        name if is_harmless(name) || MODELLED.contains(&name) => None,
        _ => Some("is not known here, and may let requests in"),
    })
}

/// What lets requests past `Require` and its like.
pub(super) fn past_sections<'t>(
    main: &'t [Node],
    host: &'t [Node],
    content: Content<'_>,
) -> Option<Doubt<'t>> {
    find(main, host, &|node| match node.name.as_str() {
        "satisfy" if !node.arg(0).eq_ignore_ascii_case("all") => Some("lets another rule stand in"),
        "authmerging" if !node.arg(0).eq_ignore_ascii_case("off") => {
            Some("joins the rules of several sections")
        }
        "allowoverride" | "allowoverridelist"
            if content.files && !node.arg(0).eq_ignore_ascii_case("none") =>
        {
            Some("lets files in the folders change who is let in")
        }
        _ => None,
    })
}

/// Rewriting and redirects in sections, which are not followed: they may refuse what the host lets through.
pub(super) fn of_rewriting<'t>(main: &'t [Node], host: &'t [Node]) -> Option<Doubt<'t>> {
    let sections = main.iter().chain(host).filter(|node| node.name != "virtualhost");
    sections.filter_map(|node| node.section.as_deref()).find_map(|section| {
        find(section, &[], &|node| {
            let rewrites = node.name == "rewriterule"
                || node.name.starts_with("redirect") && node.name != "redirectrelative";
            rewrites.then_some("may refuse what the host lets through")
        })
    })
}

/// A macro that may say anything of the host, in it or around it.
pub(super) fn of_macros<'t>(main: &'t [Node], host: &'t [Node]) -> Option<Doubt<'t>> {
    find(main, host, &|node| (node.name == "use").then_some("uses a macro, whose text is not worked out"))
}

/// What lets clients past the demand for a certificate in the handshake.
pub(super) fn past_handshake<'t>(main: &'t [Node], host: &'t [Node]) -> Option<Doubt<'t>> {
    main.iter().chain(host).find_map(|node| {
        let harmless = || HARMLESS_COMMANDS.iter().any(|name| node.arg(0).eq_ignore_ascii_case(name));
        match node.name.as_str() {
            "sslsrpverifierfile" => {
                Some(Doubt::new(node, "lets in who knows a password, without a certificate"))
            }
            "sslopensslconfcmd" if !harmless() => {
                Some(Doubt::new(node, "may change what is demanded of clients"))
            }
            _ => None,
        }
    })
}

/// Commands of OpenSSL that leave alone whether and how clients are verified.
const HARMLESS_COMMANDS: [&str; 11] = [
    "CipherString",
    "Ciphersuites",
    "Curves",
    "DHParameters",
    "ECDHParameters",
    "Groups",
    "MaxProtocol",
    "MinProtocol",
    "RecordPadding",
    "ServerInfoFile",
    "SignatureAlgorithms",
];

/// The first directive that `why` has something to say of, within sections too.
fn find<'t>(
    main: &'t [Node],
    host: &'t [Node],
    why: &impl Fn(&Node) -> Option<&'static str>,
) -> Option<Doubt<'t>> {
    main.iter().chain(host).filter(|node| node.name != "virtualhost").find_map(|node| {
        why(node).map(|why| Doubt::new(node, why)).or_else(|| find(node.children(), &[], why))
    })
}

/// Whether it has no part in who is let in, wherever it stands.
pub(super) fn is_harmless(name: &str) -> bool {
    static HARMLESS: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());
    HARMLESS.contains(name)
}

/// Whether it is a directive of Apache's own that is known here.
pub(super) fn is_known(name: &str) -> bool {
    is_harmless(name) || MODELLED.contains(&name)
}

/// What is followed, here or where the rules are.
const MODELLED: [&str; 68] = [
    "allow",
    "allowoverride",
    "allowoverridelist",
    "authmerging",
    "cacheenable",
    "cachequickhandler",
    "deny",
    "directory",
    "directorymatch",
    "documentroot",
    "else",
    "elseif",
    "files",
    "filesmatch",
    "if",
    "limit",
    "limitexcept",
    "listen",
    "location",
    "locationmatch",
    "namevirtualhost",
    "order",
    "protocols",
    "proxy",
    "proxymatch",
    "proxypass",
    "proxypassinherit",
    "proxypassmatch",
    "proxyrequests",
    "redirect",
    "redirectmatch",
    "redirectpermanent",
    "redirecttemp",
    "requestheader",
    "require",
    "requireall",
    "requireany",
    "requirenone",
    "rewritecond",
    "rewriteengine",
    "rewriteoptions",
    "rewriterule",
    "satisfy",
    "serveralias",
    "servername",
    "serverroot",
    "sethandler",
    "setenvif",
    "setenvifexpr",
    "setenvifnocase",
    "sslcacertificatefile",
    "sslcacertificatepath",
    "sslcarevocationcheck",
    "sslcarevocationfile",
    "sslcarevocationpath",
    "sslcertificatefile",
    "sslciphersuite",
    "sslengine",
    "ssloptions",
    "sslprotocol",
    "sslrequire",
    "sslrequiressl",
    "sslsessioncache",
    "sslsessiontickets",
    "sslstrictsnivhostcheck",
    "sslusername",
    "sslverifyclient",
    "sslvhostsnipolicy",
];

/// Directives of Apache's own modules that leave alone where requests go and who is let in.
const WORDS: &str = "\
    acceptfilter acceptpathinfo accessfilename action addalt addaltbyencoding addaltbytype addcharset \
    adddefaultcharset adddescription addencoding addhandler addicon addiconbyencoding addiconbytype addinputfilter \
    addlanguage addoutputfilter addoutputfilterbytype addtype alias aliasmatch aliaspreservepath \
    allowencodedslashes allowmethods asyncrequestworkerfactor authbasicauthoritative authbasicfake \
    authbasicprovider authbasicusedigestalgorithm authgroupfile authname authnprovideralias authtype authuserfile \
    authzprovideralias authzsendforbiddenonfailure balancergrowth balancerinherit balancermember balancerpersist \
    brotlialteretag brotlicompressionmaxinputblock brotlicompressionquality brotlicompressionwindow \
    brotlifilternote browsermatch browsermatchnocase bufferedlogs buffersize cachedefaultexpire cachedetailheader \
    cachedirlength cachedirlevels cachedisable cacheheader cacheignorecachecontrol cacheignoreheaders \
    cacheignorenolastmod cacheignorequerystring cacheignoreurlsessionidentifiers cachekeybaseurl \
    cachelastmodifiedfactor cachelock cachelockmaxage cachelockpath cachemaxexpire cachemaxfilesize cacheminexpire \
    cacheminfilesize cachenegotiateddocs cachereadsize cachereadtime cacheroot cachesocache cachesocachemaxsize \
    cachesocachemaxtime cachesocachemintime cachesocachereadsize cachesocachereadtime cachestaleonerror \
    cachestoreexpired cachestorenostore cachestoreprivate cgidscripttimeout cgipassauth cgiscripttimeout cgivar \
    checkbasenamematch checkcaseonly checkspelling chrootdir contentdigest coredumpdirectory customlog defaulticon \
    defaultlanguage defaultruntimedir defaulttype deflatealteretag deflatebuffersize deflatecompressionlevel \
    deflatefilternote deflateinflatelimitrequestbody deflateinflateratioburst deflateinflateratiolimit \
    deflatememlevel deflatewindowsize directorycheckhandler directoryindex directoryindexredirect directoryslash \
    dumpioinput dumpiooutput enablemmap enablesendfile errordocument errorlog errorlogformat expiresactive \
    expiresbytype expiresdefault extendedstatus fallbackresource fancyindexing fileetag filterchain filterdeclare \
    filterprotocol filterprovider filtertrace flushmaxpipelined flushmaxthreshold forcelanguagepriority forcetype \
    forensiclog globallog gracefulshutdowntimeout group h2copyfiles h2direct h2earlyhint h2earlyhints \
    h2maxdataframelen h2maxheaderblocklen h2maxsessionstreams h2maxstreamerrors h2maxworkeridleseconds \
    h2maxworkers h2minworkers h2moderntlsonly h2outputbuffering h2padding h2push h2pushdiarysize h2pushpriority \
    h2pushresource h2serializeheaders h2sessionextrafiles h2streammaxmemsize h2streamtimeout h2tlscooldownsecs \
    h2tlswarmupsize h2upgrade h2websockets h2windowsize header headername hostnamelookups httpprotocoloptions \
    indexheadinsert indexignore indexignorereset indexoptions indexorderdefault indexstylesheet keepalive \
    keepalivetimeout keptbodysize languagepriority limitinternalrecursion limitrequestbody limitrequestfields \
    limitrequestfieldsize limitrequestline limitxmlrequestbody listenbacklog loadfile listencoresbucketsratio \
    listentcpdeferaccept logformat logiotrackttfb loglevel macro maxclients maxconnectionsperchild \
    maxkeepaliverequests maxmemfree maxrangeoverlaps maxrangereversals maxranges maxrequestsperchild \
    maxrequestworkers maxsparethreads mdactivationdelay mdbaseserver mdcacertificatefile mdcachallenges \
    mdcertificateagreement mdcertificateauthority mdcertificatecheck mdcertificatefile mdcertificatekeyfile \
    mdcertificateprotocol mdcertificatestatus mdchallengedns01 mdchallengedns01version mdcheckinterval \
    mdcontactemail mddrivemode mdexternalaccountbinding mdhttpproxy mdhttpproxycacertificatefile mdinitialdelay \
    mdmatchnames mdmember mdmembers mdmessagecmd mdmuststaple mdnotifycmd mdomain mdomainset mdportmap \
    mdprivatekeys mdprofile mdprofilemandatory mdrenewmode mdrenewviaari mdrenewwindow mdrequirehttps mdretrydelay \
    mdretryfailover mdserverstatus mdstapleothers mdstapling mdstaplingkeepresponse mdstaplingrenewwindow \
    mdstoredir mdstorelocks mdwarnwindow memcacheconnttl mergeslashes mergetrailers mimemagicfile minsparethreads \
    modmimeusepathinfo multiviewsmatch mutex noproxy options passenv pidfile protocolshonororder proxy100continue \
    proxyaddheaders proxybadheader proxyblock proxydomain proxyerroroverride proxyfcgibackendtype \
    proxyfcgisetenvif proxyhcexpr proxyhctemplate proxyhctpsize proxyhtmlbufsize proxyhtmlcharsetout \
    proxyhtmldoctype proxyhtmlenable proxyhtmlevents proxyhtmlextended proxyhtmlfixups proxyhtmlinterp \
    proxyhtmllinks proxyhtmlmeta proxyhtmlstripcomments proxyhtmlurlmap proxyiobuffersize proxymaxforwards \
    proxypassinterpolateenv proxypassreverse proxypassreversecookiedomain proxypassreversecookiepath \
    proxypreservehost proxyreceivebuffersize proxyremote proxyremotematch proxyscgiinternalredirect \
    proxyscgisendfile proxyset proxysourceaddress proxystatus proxytimeout proxyvia \
    proxywebsocketfallbacktoproxyhttp qualifyredirecturl readbuffersize readmename receivebuffersize \
    redirectrelative redisconnpoolttl redistimeout remoteipheader remoteipinternalproxy remoteipinternalproxylist \
    remoteipproxiesheader remoteipproxyprotocol remoteipproxyprotocolexceptions remoteiptrustedproxy \
    remoteiptrustedproxylist removecharset removeencoding removehandler removeinputfilter removelanguage \
    removeoutputfilter removetype requestreadtimeout rewritebase rewritemap rlimitcpu rlimitmem rlimitnproc \
    scoreboardfile script scriptalias scriptaliasmatch scriptlog scriptlogbuffer scriptloglength scriptsock \
    sendbuffersize serveradmin serverlimit serversignature servertokens setenv setinputfilter setoutputfilter \
    ssiendtag ssierrormsg ssietag ssilastmodified ssilegacyexprparser ssistarttag ssitimeformat ssiundefinedecho \
    sslcadnrequestfile sslcadnrequestpath sslcertificatechainfile sslcertificatekeyfile sslcompression \
    sslcryptodevice sslfips sslhonorcipherorder sslinsecurerenegotiation ssllog sslloglevel \
    sslocspdefaultresponder sslocspenable sslocspnoverify sslocspoverrideresponder sslocspproxyurl \
    sslocsprespondercertificatefile sslocsprespondertimeout sslocspresponsemaxage sslocspresponsetimeskew \
    sslocspuserequestnonce sslpassphrasedialog sslproxycacertificatefile sslproxycacertificatepath \
    sslproxycarevocationcheck sslproxycarevocationfile sslproxycarevocationpath sslproxycheckpeercn \
    sslproxycheckpeerexpire sslproxycheckpeername sslproxyciphersuite sslproxyengine \
    sslproxymachinecertificatechainfile sslproxymachinecertificatefile sslproxymachinecertificatepath \
    sslproxyprotocol sslproxyverify sslproxyverifydepth sslrandomseed sslrenegbuffersize sslsessioncachetimeout \
    sslsessionticketkeyfile sslstaplingcache sslstaplingerrorcachetimeout sslstaplingfaketrylater \
    sslstaplingforceurl sslstaplingrespondertimeout sslstaplingresponsemaxage sslstaplingresponsetimeskew \
    sslstaplingreturnrespondererrors sslstaplingstandardcachetimeout sslusestapling sslverifydepth startservers \
    substitute substituteinheritbefore substitutemaxlinelength suexec suexecusergroup threadlimit threadsperchild \
    threadstacksize timeout traceenable transferlog typesconfig unsetenv usecanonicalname usecanonicalphysicalport \
    user userdir virtualdocumentroot virtualdocumentrootip virtualscriptalias virtualscriptaliasip \
    watchdoginterval xbithack";
