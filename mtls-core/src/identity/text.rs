//! What all the names have in common: each is a text, and equals, orders, hashes, prints and serializes as
//! that text.

/// Comparisons, hashing and printing by `as_str`.
macro_rules! as_text {
    ($name:ident $(<$lt:lifetime>)?) => {
        impl $(<$lt>)? std::fmt::Display for $name $(<$lt>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl $(<$lt>)? std::fmt::Debug for $name $(<$lt>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }
        impl $(<$lt>)? PartialEq for $name $(<$lt>)? {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl $(<$lt>)? Eq for $name $(<$lt>)? {}
        impl $(<$lt>)? PartialEq<str> for $name $(<$lt>)? {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl $(<$lt>)? PartialEq<&str> for $name $(<$lt>)? {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
        impl $(<$lt>)? PartialOrd for $name $(<$lt>)? {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl $(<$lt>)? Ord for $name $(<$lt>)? {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }
        impl $(<$lt>)? std::hash::Hash for $name $(<$lt>)? {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }
        // Lawful: equality, order and hash are the text's.
        impl $(<$lt>)? std::borrow::Borrow<str> for $name $(<$lt>)? {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
        impl $(<$lt>)? AsRef<str> for $name $(<$lt>)? {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl $(<$lt>)? serde::Serialize for $name $(<$lt>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Strict reading by `parse`.
macro_rules! from_text {
    ($name:ident, $expecting:literal) => {
        impl std::str::FromStr for $name {
            type Err = $crate::identity::IdentityError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        impl TryFrom<&str> for $name {
            type Error = $crate::identity::IdentityError;
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.as_str().to_owned()
            }
        }
        /// Strict, as `parse`.
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                        $name::parse(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

/// The owned name and its borrowed view equal each other by text.
macro_rules! same_text {
    ($owned:ident, $view:ident) => {
        impl PartialEq<$view<'_>> for $owned {
            fn eq(&self, other: &$view<'_>) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl PartialEq<$owned> for $view<'_> {
            fn eq(&self, other: &$owned) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl<'a> From<&'a $owned> for $view<'a> {
            fn from(owned: &'a $owned) -> Self {
                owned.as_ref()
            }
        }
        impl From<$view<'_>> for $owned {
            fn from(view: $view<'_>) -> Self {
                view.to_owned()
            }
        }
    };
}
