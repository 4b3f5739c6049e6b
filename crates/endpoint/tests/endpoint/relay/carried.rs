//! Phones that sign, and phones that carry.

use crate::world::{Phone, long_to_short, with};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use protocol::wire::{Devices, WireOperation};
use serde_json::{Value, json};

/// A phone's key pair.
pub struct Key(SigningKey);

impl Key {
    pub fn new(number: u8) -> Self {
        Self(SigningKey::from_slice(&[number; 32]).unwrap())
    }

    pub fn public(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        URL_SAFE_NO_PAD.encode(point.as_bytes())
    }

    pub fn sign(&self, text: &str) -> String {
        let signature: Signature = self.0.sign(text.as_bytes());
        URL_SAFE_NO_PAD.encode(signature.to_bytes())
    }
}

/// An operation as it is handed over.
#[derive(Clone)]
pub struct Carried {
    pub device: String,
    pub key: String,
    pub op: Value,
    pub name: String,
}

pub fn signed(device: &str, key: &Key, scope: &str, op: Value) -> Carried {
    let wire: WireOperation = serde_json::from_value(op.clone()).unwrap();
    let operation = Devices::new([device.to_owned()]).unpack(wire).unwrap();
    let signature = key.sign(&operation.signed_text(scope));
    Carried {
        device: device.into(),
        key: key.public(),
        op: with(op, "sig", signature),
        name: operation.name(scope).to_string(),
    }
}

impl Phone<'_> {
    /// Tells the endpoint its public key.
    pub async fn tell_key(&self, key: &Key) -> Value {
        let mut request = self.request(json!([]));
        request["key"] = json!(key.public());
        request["proof"] = json!(key.sign(&format!("[\"key\",\"{}\"]", self.device)));
        self.sync(request).await
    }

    pub async fn relay(&self, scope: &str, carried: &[&Carried]) -> Value {
        let mut request = self.request(json!([{ "scope": scope, "relayed": [] }]));
        request["devices"] = json!([self.device]);
        request["keys"] = json!([]);
        for one in carried {
            let place = request["devices"].as_array().unwrap().len();
            request["devices"]
                .as_array_mut()
                .unwrap()
                .push(json!(one.device));
            request["keys"].as_array_mut().unwrap().push(json!(one.key));
            let op = with(one.op.clone(), "by", place);
            let relayed = request["scopes"][0]["relayed"].as_array_mut().unwrap();
            relayed.push(with(op, "key", place - 1));
        }
        self.sync(request).await
    }

    /// What one that it brings is answered.
    pub async fn relayed(&self, scope: &str, carried: &Carried) -> String {
        let reply = self.relay(scope, &[carried]).await;
        let answers = &reply["scopes"][0]["answers"];
        let answer = answers[long_to_short(&reply, &carried.name)].as_str();
        answer.unwrap_or("nothing").into()
    }
}
