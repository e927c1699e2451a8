"""The shop that the generator of hostile requests belongs to.

It signs what it sends as a shop does, so that the requests get past the door, and now and then puts
a reward, a code or an order in that exists, so that they get further than "there is none".
"""

import base64
import hashlib
import hmac
import json
import os
import random
import time
import urllib.request

import requests
import schemathesis
from schemathesis import GenerationMode

ROOT = os.environ["HOSTILE_ROOT"] + "/v1/demo"
TOKEN = os.environ["HOSTILE_TOKEN"]
CUSTOMER = "hostile"
chance = random.Random(1)


def sign(identifier, seconds, body):
    """The headers of a webhook, as Standard Webhooks 1.0 asks."""
    key = base64.b64decode(os.environ["STEMPEL_WEBHOOK_SECRET"].removeprefix("whsec_"))
    signed = b".".join([identifier.encode("latin-1"), seconds.encode(), body])
    value = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": identifier, "webhook-timestamp": seconds, "webhook-signature": "v1," + value}


class Signed(requests.auth.AuthBase):
    """Signs what is sent, to the byte."""

    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        identifier = request.headers.get("webhook-id")
        if identifier is not None and "webhook-timestamp" in request.headers:
            identifier = identifier.decode("latin-1") if isinstance(identifier, bytes) else identifier
            request.headers.update(sign(identifier, str(int(time.time())), body))
        return request


def send(path, body, headers):
    """A request of the shop itself, which must succeed."""
    data = json.dumps(body).encode()
    headers = {"content-type": "application/json", **(headers(data) if callable(headers) else headers)}
    request = urllib.request.Request(f"{ROOT}/{path}", data, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def read(path):
    """What the customer sees there."""
    request = urllib.request.Request(f"{ROOT}/{path}", headers={"authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def buy(order):
    """An order of the customer, paid now."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    lines = [{"sku": "yirga", "category": "africa", "quantity": 9, "unit_price": 99000}]
    data = {"order": order, "customer": CUSTOMER, "currency": "PLN", "lines": lines}
    event = {"type": "order.paid", "timestamp": now, "data": data}
    send("webhooks", event, lambda body: sign(f"paid-{order}", str(int(time.time())), body))


def redeem(number):
    """A code and the id behind it, if there is a reward to be had."""
    member = read("member")
    for reward in member["rewards"]:
        if not reward["reasons"]:
            wish = {"reward": reward["id"], "cost": reward["cost"], "version": member["version"]}
            key = {"authorization": f"Bearer {TOKEN}", "idempotency-key": f"hostile-{number}"}
            redemption = send("redemptions", wish, key)["redemption"]
            return [redemption["id"], redemption["code"]]
    return []


consents = [{"id": it["id"], "version": it["version"]} for it in read("program")["consents"]]
send("member", {"consents": consents}, {"authorization": f"Bearer {TOKEN}"})
for number in range(5):
    buy(f"H-{number}")
NAMES = [name for number in range(8) for name in redeem(number)]
assert NAMES, "the customer has points and gets nothing for them"


@schemathesis.hook
def before_call(context, case, kwargs):
    path, body = case.operation.path, case.body
    if path.endswith("/webhooks"):
        kwargs["auth"] = Signed()
    # What is wrong on purpose stays so.
    if case.meta.generation.mode is not GenerationMode.POSITIVE or chance.random() < 0.5:
        return
    if "name" in (case.path_parameters or {}):
        case.path_parameters["name"] = chance.choice(NAMES)
    if path.endswith("/redemptions") and isinstance(body, dict):
        member = read("member")
        reward = chance.choice(member["rewards"])
        body.update(reward=reward["id"], cost=reward["cost"], version=member["version"])
    data = body.get("data") if isinstance(body, dict) else None
    if isinstance(data, dict):
        data.update(order=f"H-{chance.randrange(9)}", customer=CUSTOMER, currency="PLN")
